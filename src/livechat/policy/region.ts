/** A region LiveChat names, if it may go into a header. Never part of a host name. */
export function validRegion(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,32}$/.test(value) ? value : undefined;
}
