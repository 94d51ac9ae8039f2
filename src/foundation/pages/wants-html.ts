import type { FastifyRequest } from 'fastify';

interface AcceptedType {
  readonly type: string;
  readonly quality: number;
}

/**
 * Whether the request comes from a browser that wants a page: it names `text/html`, and does not prefer JSON.
 *
 * A program is never answered with a page, so accepting any type is not enough, and of two equals the first named wins.
 */
export function wantsHtml(request: Pick<FastifyRequest, 'headers'>): boolean {
  const accepted = acceptedTypes(request.headers.accept ?? '');
  const [favorite] = accepted.filter(({ type }) => type === 'text/html' || isJson(type)).sort(byQuality);
  if (favorite?.type !== 'text/html' || favorite.quality === 0) return false;
  return favorite.quality >= wildcardQualityOfJson(accepted);
}

/** JSON under a wildcard loses a draw, because `text/html` was named. */
function wildcardQualityOfJson(accepted: readonly AcceptedType[]): number {
  if (accepted.some(({ type }) => isJson(type))) return 0;
  const covering =
    accepted.find(({ type }) => type === 'application/*') ?? accepted.find(({ type }) => type === '*/*');
  return covering?.quality ?? 0;
}

function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json');
}

function byQuality(one: AcceptedType, other: AcceptedType): number {
  return other.quality - one.quality;
}

function acceptedTypes(header: string): readonly AcceptedType[] {
  return header.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return { type, quality: qualityOf(parameters) };
  });
}

/** A quality that cannot be read counts as a refusal: the program that sent it is no browser. */
function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => /^q\s*=/.test(parameter));
  if (given === undefined) return 1;
  const quality = given.slice(given.indexOf('=') + 1).trim();
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
}
