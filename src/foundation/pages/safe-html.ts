/** What may stand between the braces of an `html` template. Nothing and `false` leave no trace. */
export type HtmlValue = SafeHtml | string | number | false | null | undefined | readonly HtmlValue[];

/** Markup that is safe to send: made by `html`, which escapes, or vouched for with `trustedHtml`. */
export class SafeHtml {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * Markup from a template; every value in it is escaped unless it is `SafeHtml` itself.
 *
 * Escaping is right for text and for quoted attributes. An attribute without quotes is a mistake.
 */
export function html(fragments: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  const markup = fragments.reduce((before, fragment, at) => before + markupOf(values[at - 1]) + fragment);
  return new SafeHtml(markup);
}

/** Markup nobody outside this program has touched. Never call it with something that came from a request. */
export function trustedHtml(markup: string): SafeHtml {
  return new SafeHtml(markup);
}

function markupOf(value: HtmlValue): string {
  if (value instanceof SafeHtml) return value.toString();
  if (value === undefined || value === null || value === false) return '';
  return isList(value) ? value.map(markupOf).join('') : escaped(String(value));
}

function isList(value: HtmlValue): value is readonly HtmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
