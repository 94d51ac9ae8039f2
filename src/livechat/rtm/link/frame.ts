import type { RawData } from 'ws';

/** A message of a WebSocket, its bytes as they came. */
export interface Frame {
  readonly data: Buffer;
  readonly isBinary: boolean;
}

/** What `ws` gives, whose type allows for other settings than ours. */
export function frameOf(data: RawData, isBinary: boolean): Frame {
  return { data: data as Buffer, isBinary };
}

export function textFrame(text: string): Frame {
  return { data: Buffer.from(text), isBinary: false };
}
