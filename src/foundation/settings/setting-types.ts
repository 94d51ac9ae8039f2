import { z } from 'zod';

const invalid = (context: z.core.$RefinementCtx, message: string): never => {
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
};

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A whole number written in digits, within bounds. */
export function wholeNumber({ by, ...bounds }: Bounds & { readonly by: number }): z.ZodType<number> {
  return digitsWithin(bounds).default(by);
}

/** As `wholeNumber`; undefined when nothing is set. */
export function wholeNumberOrNone(bounds: Bounds): z.ZodType<number | undefined> {
  return digitsWithin(bounds).optional();
}

function digitsWithin({ min, max }: Bounds) {
  return z.string().transform((text, context) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max
      ? value
      : invalid(context, `must be a whole number from ${min} to ${max}`);
  });
}

/** Items between commas, trimmed, none empty, none twice. */
export function commaList(item?: {
  valid: (text: string) => boolean;
  mustBe: string;
}): z.ZodType<readonly string[]> {
  return z
    .string()
    .transform((text, context) => {
      const items = text.split(',').map((part) => part.trim());
      if (items.includes(''))
        return invalid(context, 'must be a list with commas between the items and none empty');
      const wrong = items.findIndex((part) => item && !item.valid(part));
      if (wrong >= 0) return invalid(context, `item ${wrong + 1} must be ${item?.mustBe ?? 'valid'}`);
      if (new Set(items).size < items.length) return invalid(context, 'must not name an item twice');
      return items;
    })
    .default([]);
}

/** An absolute http or https URL without credentials, query or fragment. A path prefix is kept, less its last slash. */
export const httpUrl = z.string().transform((text, context) => {
  const url = parseHttpUrl(text);
  if (!url) return invalid(context, 'must be an absolute http:// or https:// URL');
  if (url.username || url.password) return invalid(context, 'must not hold a user name or a password');
  if (url.search || url.hash || text.includes('?') || text.includes('#')) {
    return invalid(context, 'must not have a query or a fragment');
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
});

/** Whether text is an origin as browsers write it: `https://app.example`, no path, no trailing slash. */
export function isOrigin(text: string): boolean {
  return parseHttpUrl(text)?.origin === text;
}

/** Whether a URL's host is this machine: RFC 8252 section 7.3 names the loopback literals. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

function parseHttpUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}
