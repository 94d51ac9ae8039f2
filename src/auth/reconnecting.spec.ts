import { describe, expect, it } from '@jest/globals';

import { Keyring } from '../foundation/index.js';
import { SignInRefused, TokensConfig } from '../tokens/index.js';
import { RECONNECT_LINK_LIFETIME_MS } from './reconnect/reconnect-link.js';
import { ReconnectLinks } from './reconnect/reconnect-links.js';
import { UsedReconnectLink } from './reconnect/used-reconnect-link.entity.js';
import { type AuthApp, startAuthApp } from './testing/auth-app.js';
import { ORGANIZATION } from './testing/fake-tokens.js';

const INSTALLATION = 'installation-1';

/** An app with an installation, and the text of a link to it. */
async function startWithLink() {
  const auth = await startAuthApp();
  auth.tokens.installationIds.set(ORGANIZATION, INSTALLATION);
  return { auth, text: textOf(auth.app.get(ReconnectLinks)) };
}

function textOf(links: ReconnectLinks): string {
  const { url } = links.create({ installationId: INSTALLATION, organizationId: ORGANIZATION });
  return new URL(url).searchParams.get('reconnect') ?? '';
}

const reasonOf = async (auth: AuthApp, query: string): Promise<[number, string]> => {
  const { status, json } = await auth
    .browser()
    .go(`/auth/livechat?${query}`, { headers: { accept: 'application/json' } });
  return [status, json().reason as string];
};

describe('opening a reconnect link', () => {
  it('works for 72 hours, and then no more', async () => {
    const { auth, text } = await startWithLink();
    await auth.clock.jump(RECONNECT_LINK_LIFETIME_MS - 1);
    expect((await auth.browser().go(`/auth/livechat?reconnect=${text}`)).status).toBe(302);

    await auth.clock.advance(1);

    expect(await reasonOf(auth, `reconnect=${text}`)).toEqual([410, 'reconnect_link_expired']);
  });

  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is truncated', (text) => text.slice(0, -1)],
    ['is half of it', (text) => text.slice(0, text.length / 2)],
    ['was changed', (text) => text.replace(/.(?=.{40}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))],
    ['names a key that is not ours', (text) => text.replace('v1.test.', 'v1.other.')],
    [
      'was made up',
      () => Buffer.from(JSON.stringify({ organizationId: ORGANIZATION })).toString('base64url'),
    ],
  ])('is refused when it %s', async (_what, change) => {
    const { auth, text } = await startWithLink();

    expect(await reasonOf(auth, `reconnect=${change(text)}`)).toEqual([400, 'reconnect_link_invalid']);
  });

  it('is refused when the text was sealed for something else, as a flow is', async () => {
    const { auth } = await startWithLink();
    const text = auth.app.get(Keyring).seal('{}', ['flow', 'livechat_flow_x']);

    expect(await reasonOf(auth, `reconnect=${text}`)).toEqual([400, 'reconnect_link_invalid']);
  });

  it('is refused when it is for another app that has the same keys', async () => {
    const { auth, text } = await startWithLink();
    Object.assign(auth.app.get(TokensConfig), { clientId: 'another-client' });

    expect(await reasonOf(auth, `reconnect=${text}`)).toEqual([400, 'reconnect_link_of_another_app']);
  });

  it('is refused when the organization has another installation by now', async () => {
    const { auth, text } = await startWithLink();
    auth.tokens.installationIds.set(ORGANIZATION, 'installation-2');

    expect(await reasonOf(auth, `reconnect=${text}`)).toEqual([410, 'reconnect_installation_gone']);
  });

  it('is refused when the parameter is there twice, or an organization beside it', async () => {
    const { auth, text } = await startWithLink();

    expect(await reasonOf(auth, `reconnect=${text}&reconnect=${text}`)).toEqual([400, 'invalid_parameter']);
    expect(await reasonOf(auth, `reconnect=${text}&organization_id=${ORGANIZATION}`)).toEqual([
      400,
      'invalid_parameter',
    ]);
  });

  it('stays on the page that stops a loop, with where to return to', async () => {
    const { auth, text } = await startWithLink();
    const browser = auth.browser();
    const link = `/auth/livechat?return_to=%2Freports&reconnect=${text}`;
    for (let round = 1; round <= 3; round += 1) expect((await browser.go(link)).status).toBe(302);

    const page = await browser.go(link);
    const button = `/auth/livechat?confirmed=1&return_to=%2Freports&reconnect=${text}`;

    expect([page.status, page.text.includes(`href="${button.replaceAll('&', '&amp;')}"`)]).toEqual([
      429,
      true,
    ]);
    expect((await browser.go(button)).status).toBe(302);
  });
});

describe('finishing with a reconnect link', () => {
  it('returns to where the start said, and uses the link up', async () => {
    const { auth, text } = await startWithLink();
    const browser = auth.browser();

    const back = await browser.go(await auth.start(browser, `?return_to=/reports&reconnect=${text}`));

    expect([back.status, back.headers.location]).toEqual([302, '/reports']);
    expect(await reasonOf(auth, `reconnect=${text}`)).toEqual([410, 'reconnect_link_used']);
  });

  it('leaves the link good when the tokens cannot be stored', async () => {
    const { auth, text } = await startWithLink();
    const save = auth.tokens.save.bind(auth.tokens);
    auth.tokens.save = () => Promise.reject(new Error('the disk is full'));
    const browser = auth.browser();

    expect((await browser.go(await auth.start(browser, `?reconnect=${text}`))).status).toBe(500);
    expect(auth.tokens.givenBack).toHaveLength(1);

    auth.tokens.save = save;
    expect((await browser.go(await auth.start(browser, `?reconnect=${text}`))).status).toBe(302);
    expect(auth.tokens.givenBack).toHaveLength(1);
  });

  it('says so when the link cannot be made good again, and why the sign-in failed all the same', async () => {
    const { auth, text } = await startWithLink();
    auth.tokens.save = async () => {
      await auth.database.query('DROP TABLE auth_used_reconnect_links');
      throw new SignInRefused('answer', 'of the test');
    };
    const browser = auth.browser();

    const page = await browser.go(await auth.start(browser, `?reconnect=${text}`));

    expect([page.status, page.text.includes('tokens.sign_in_refused')]).toEqual([403, true]);
    expect(auth.logLines.of('auth.reconnect_link_not_freed')).toMatchObject([
      { organizationId: ORGANIZATION },
    ]);
    expect(auth.tokens.givenBack).toHaveLength(1);
  });

  it('forgets used links some time after they have expired', async () => {
    const { auth, text } = await startWithLink();
    await auth.signIn(auth.browser(), `?reconnect=${text}`);
    const uses = auth.database.getRepository(UsedReconnectLink);
    expect(await uses.count()).toBe(1);

    await auth.clock.jump(RECONNECT_LINK_LIFETIME_MS + 3_600_001);
    await auth.signIn(auth.browser(), `?reconnect=${textOf(auth.app.get(ReconnectLinks))}`);

    expect(await uses.count()).toBe(1);
  });
});
