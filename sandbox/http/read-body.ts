import type { IncomingMessage } from 'node:http';

/** Calls back with every chunk. Rejects when the caller goes away before the end. */
export async function eachChunk(raw: IncomingMessage, onChunk: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of raw) onChunk(chunk as Buffer);
  if (!raw.complete) throw new Error('The caller went away in the middle of its body.');
}

/** Reads a body to its end, but keeps no more than `limitBytes` of it. */
export async function readBody(
  raw: IncomingMessage,
  limitBytes: number,
): Promise<{ body: Buffer; isTooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  await eachChunk(raw, (chunk) => {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
  });
  const isTooLarge = length > limitBytes;
  return { body: isTooLarge ? Buffer.alloc(0) : Buffer.concat(chunks), isTooLarge };
}
