import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';

import { htmlPage, pageHeaders } from './html-page.js';
import { html } from './safe-html.js';

const body = html`<h1>Hello</h1>`;

describe('htmlPage', () => {
  it('allows exactly its own style and script, by the hash of what is served', () => {
    const { html: served, csp } = htmlPage({ title: 'Hello', body, script: "document.title = 'äöü';" });

    expect(csp).toContain(`style-src '${hashOf(blocks(served, 'style')[0])}'`);
    expect(csp).toContain(`script-src '${hashOf(blocks(served, 'script')[0])}'`);
    expect(blocks(served, 'style')).toHaveLength(1);
    expect(blocks(served, 'script')).toHaveLength(1);
  });

  it('lets nothing else load, submit, frame or rebase the page', () => {
    const { csp } = htmlPage({ title: 'Hello', body });

    expect(csp.replace(/'sha256-[^']+'/, '<style>')).toBe(
      "default-src 'none'; style-src <style>; script-src 'none'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it('needs no inline style attribute, no handler and no address of somebody else', () => {
    const { html: served } = htmlPage({ title: 'Hello', body, script: 'void 0;' });
    const markup = served.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');

    expect(markup).not.toMatch(/\sstyle=|\son\w+=|https?:\/\/|\ssrc=/);
    expect(blocks(served, 'style')[0]).not.toMatch(/url\(|@import/);
  });

  it('gives different scripts different policies, and the same script the same', () => {
    const one = htmlPage({ title: 'A', body, script: 'one();' }).csp;

    expect(htmlPage({ title: 'B', body, script: 'two();' }).csp).not.toBe(one);
    expect(htmlPage({ title: 'B', body, script: 'one();' }).csp).toBe(one);
  });

  it('refuses a script that would end its own block', () => {
    expect(() => htmlPage({ title: 'A', body, script: "'</script>'" })).toThrow('end its block');
  });

  it('escapes its title', () => {
    expect(htmlPage({ title: '</title><script>', body }).html).toContain(
      '<title>&lt;/title&gt;&lt;script&gt; ·',
    );
  });

  it('has a language, one main landmark, and a skip link to it as its first link', () => {
    const { html: served } = htmlPage({ title: 'Hello', body });

    expect(served).toContain('<html lang="en">');
    expect(served.match(/<main\b/g)).toHaveLength(1);
    expect(served.match(/<a\b[^>]*>/)?.[0]).toBe('<a class="skip-link" href="#content">');
    expect(served).toContain('<main id="content" tabindex="-1">');
  });

  it('tells of an error in its title and shows no menu beside the one next step', () => {
    const { html: served } = htmlPage({ title: 'Gone', body, status: 404 });

    expect(served).toContain('<title>Error: Gone · ');
    expect(served).not.toContain('<nav');
  });
});

describe('pageHeaders', () => {
  it('keeps a page out of every cache', () => {
    expect(pageHeaders('x')).toMatchObject({ 'cache-control': 'no-store', 'content-security-policy': 'x' });
  });
});

function blocks(served: string, tag: 'style' | 'script'): string[] {
  return [...served.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

function hashOf(block: string | undefined): string {
  return `sha256-${createHash('sha256')
    .update(block ?? '')
    .digest('base64')}`;
}
