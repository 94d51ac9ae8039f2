/** One part of a multipart body. */
export interface FormPart {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string;
  readonly content: Buffer;
}

function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`[; ]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return match?.[1] ?? match?.[2];
}

function readPart(part: Buffer): FormPart | undefined {
  const blankLine = part.indexOf('\r\n\r\n');
  if (blankLine < 0) return undefined;
  const headers = part.subarray(0, blankLine).toString('utf8').split('\r\n');
  const valueOf = (name: string): string => {
    const line = headers.find((header) => header.toLowerCase().startsWith(`${name}:`));
    return line?.slice(name.length + 1).trim() ?? '';
  };
  const disposition = valueOf('content-disposition');
  const name = parameter(disposition, 'name');
  if (name === undefined) return undefined;
  return {
    name,
    fileName: parameter(disposition, 'filename'),
    contentType: valueOf('content-type') || 'application/octet-stream',
    content: part.subarray(blankLine + 4),
  };
}

/** The parts of a `multipart/form-data` body; none when it is not one. */
export function readMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = /^multipart\/form-data/i.test(contentType)
    ? parameter(contentType, 'boundary')
    : undefined;
  if (boundary === undefined) return [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it.
  const framed = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: FormPart[] = [];
  let start = framed.indexOf(delimiter);
  for (let end = next(start); start >= 0 && end >= 0; end = next(start)) {
    const part = readPart(framed.subarray(start + delimiter.length + 2, end));
    if (part !== undefined) parts.push(part);
    start = end;
  }
  return parts;

  function next(after: number): number {
    return framed.indexOf(delimiter, after + delimiter.length);
  }
}
