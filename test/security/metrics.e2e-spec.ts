import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { testedEngine } from '../support/database.js';
import { samplesIn } from '../support/metrics.js';
import { startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

describe('GET /metrics', () => {
  it('is for operators in production', async () => {
    const app = await startApp({ env: { NODE_ENV: 'production', PUBLIC_URL: 'https://app.example' } });
    const asking = async (key?: string) =>
      app.call('/metrics', { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });
    const operator = await app.createKey({ role: 'operator' });

    const refused = [await asking(), await asking('lcab_x_y'), await asking(await app.createKey())];
    const answered = await asking(operator);

    expect(refused.map(({ status }) => status)).toEqual([401, 401, 403]);
    expect(refused.map((answer) => answer.json().reason)).toEqual([
      'not_signed_in',
      'not_signed_in',
      'forbidden_path',
    ]);
    for (const { text } of refused) expect(text).not.toContain('livechat_app_');
    expect(answered.status).toBe(200);
    expect(answered.text).toContain('livechat_app_configuration_alarm 0');
  });

  it('answers anybody elsewhere, in Prometheus’s text format', async () => {
    const app = await startApp();

    const answer = await app.call('/metrics');

    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.text).toContain('# TYPE livechat_app_gateway_answer_seconds histogram');
    expect(samplesIn(answer).get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(samplesIn(answer).has('livechat_app_database_connections_in_use')).toBe(
      testedEngine === 'postgres',
    );
  });

  it('has labels from short lists only, whoever calls for whom', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await browser.fetch(`${path}?marked=canary`, listChats);
    await app.call('/livechat/agent/action/canary', { headers: { authorization: 'Bearer canary' } });

    const { text } = await app.call('/metrics');

    const ours = [...text.matchAll(/^livechat_app_\w+\{(\w+)="([^"]*)"\}/gm)];
    expect(new Set(ours.map(([, label]) => label))).toEqual(
      new Set(['cap', 'cause', 'health', 'le', 'outcome', 'state']),
    );
    for (const [, , value] of ours) expect(value).toMatch(/^[a-z2-5_]+$|^[\d.]+$|^\+Inf$/);
    expect(text).not.toMatch(/canary|[\da-f]{8}-[\da-f]{4}-/);
    for (const id of [alice.accountId, ...alice.organizationIds]) expect(text).not.toContain(id);
  });
});
