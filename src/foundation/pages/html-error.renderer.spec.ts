import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';

import { AppError, type NextStep } from '../errors/app-error.js';
import { HtmlErrorRenderer } from './html-error.renderer.js';

class OutOfTea extends AppError {
  readonly code = 'kitchen.out_of_tea';
  readonly status = 503;
  readonly publicMessage = 'There is no <tea> left.';
  override readonly details = { shelf: 'secret-shelf' };

  constructor(override readonly nextStep?: NextStep) {
    super('internal: cupboard 7 is empty');
  }
}

const request = { id: 'req-"1"', url: '/tea?sugar=1', headers: { accept: 'text/html' } } as FastifyRequest;
const renderer = new HtmlErrorRenderer();

describe('HtmlErrorRenderer', () => {
  it('speaks to browsers only', () => {
    expect(renderer.matches(request)).toBe(true);
    expect(renderer.matches({ ...request, headers: { accept: 'application/json' } })).toBe(false);
  });

  it('shows the code, the request id and the sentence, escaped', () => {
    const { body } = renderer.render(new OutOfTea(), request);

    expect(body).toContain('<code>kitchen.out_of_tea</code>');
    expect(body).toContain('<code>req-&quot;1&quot;</code>');
    expect(body).toContain('There is no &lt;tea&gt; left.');
  });

  it('keeps what is for the log or for programs off the page', () => {
    const { body } = renderer.render(new OutOfTea(), request);

    expect(body).not.toContain('cupboard');
    expect(body).not.toContain('secret-shelf');
  });

  it.each([
    ['the one the error names', { label: 'Buy tea', href: '/shop?a=1&b=2' }, '/shop?a=1&amp;b=2'],
    ['the start page when the error names none', undefined, '/'],
    ['the start page instead of something that runs', { label: 'Tea', href: 'javascript:alert(1)' }, '/'],
    ['the start page instead of another host in disguise', { label: 'Tea', href: '//evil.example' }, '/'],
  ])('offers exactly one next step: %s', (_which, nextStep, href) => {
    const { body } = renderer.render(new OutOfTea(nextStep), request);

    expect(linksIn(mainOf(body))).toEqual([href]);
  });

  it('offers to try again when the start page itself failed', () => {
    const { body } = renderer.render(new OutOfTea(), { ...request, url: '/?x=1' });

    expect(mainOf(body)).toContain('<a class="button" href="/">Try again</a>');
  });

  it('sends the policy of its page, and is not kept', () => {
    const { headers } = renderer.render(new OutOfTea(), request);

    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
  });
});

function mainOf(body: string): string {
  return /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
}

function linksIn(markup: string): string[] {
  return [...markup.matchAll(/<(?:a|button)\b[^>]*href="([^"]*)"/g)].map((match) => match[1] ?? '');
}
