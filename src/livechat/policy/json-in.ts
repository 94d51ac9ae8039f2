const BYTE_ORDER_MARK = /^\uFEFF/;

/** The value that a body of JSON stands for; undefined when it is none, whatever its content type says. */
export function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(BYTE_ORDER_MARK, ''));
  } catch {
    return undefined; // an error page of something in between
  }
}
