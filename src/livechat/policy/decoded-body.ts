import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Buffer;

const DECODERS: ReadonlyMap<string, readonly Decode[]> = new Map([
  ['gzip', [gunzipSync]],
  ['x-gzip', [gunzipSync]],
  ['br', [brotliDecompressSync]],
  // Some servers send "deflate" without the zlib wrapper that RFC 9110 section 8.4.1.2 asks for.
  ['deflate', [inflateSync, inflateRawSync]],
]);

/** A body without its content coding; undefined when it does not open, or opens to more than `maxBytes`. */
export function decodedBody(body: Buffer, coding: string | undefined, maxBytes: number): Buffer | undefined {
  const name = coding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  for (const decode of DECODERS.get(name) ?? []) {
    try {
      return decode(body, { maxOutputLength: maxBytes });
    } catch {
      // Not this coding, or too much of it: the next decoder, or no meaning at all.
    }
  }
  return undefined;
}
