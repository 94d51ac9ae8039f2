import { describe, expect, it } from '@jest/globals';

import { html, trustedHtml } from './safe-html.js';

describe('html', () => {
  it('escapes everything that could leave text or a quoted attribute', () => {
    expect(String(html`<p title="${`"'><&\``}">x</p>`)).toBe(
      '<p title="&quot;&#39;&gt;&lt;&amp;&#96;">x</p>',
    );
  });

  it('escapes a value once, not what escaping made of it', () => {
    expect(String(html`${'&lt;'}`)).toBe('&amp;lt;');
  });

  it('leaves markup of its own making alone', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(String(html`<p>${inner}</p>`)).toBe('<p><b>&lt;</b></p>');
  });

  it('joins lists, and escapes the text in them', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(String(html`${items}${['&', [html`<hr />`]]}`)).toBe('<li>a</li><li>&lt;b&gt;</li>&amp;<hr />');
  });

  it('writes nothing for nothing', () => {
    expect(String(html`<p>${undefined}${null}${false}</p>`)).toBe('<p></p>');
  });

  it('writes numbers, zero too', () => {
    expect(String(html`${0}`)).toBe('0');
  });

  it('does not take a look-alike object for safe markup', () => {
    const forged = { toString: () => '<script>', map: () => ['<script>'] } as unknown as string;
    expect(String(html`${forged}`)).toBe('&lt;script&gt;');
  });

  it('passes vouched markup through', () => {
    expect(String(html`${trustedHtml('<hr>')}`)).toBe('<hr>');
  });
});
