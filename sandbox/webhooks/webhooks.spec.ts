import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_CLIENT } from '../index.js';
import { HookReceiver } from '../testing/hook-receiver.js';
import { inSandbox, type Visitor } from '../testing/visitor.js';

interface Scene {
  readonly visitor: Visitor;
  readonly receiver: HookReceiver;
}

/** A sandbox and an app that has registered one webhook for `incoming_chat` of Northwind. */
async function withWebhook(
  play: (scene: Scene) => Promise<void>,
  answers: readonly (number | 'hang')[] = [200],
): Promise<void> {
  const receiver = await HookReceiver.listen(answers);
  try {
    await inSandbox(async (visitor) => {
      visitor.sandbox.webhooks.register({
        action: 'incoming_chat',
        url: receiver.url,
        secretKey: 'hush',
        clientId: SANDBOX_CLIENT.id,
        organization: ORGANIZATIONS.northwind,
      });
      await play({ visitor, receiver });
    });
  } finally {
    await receiver.close();
  }
}

describe('chat webhooks', () => {
  it('are sent when the API changes something, with the secret in the body', () =>
    withWebhook(async ({ visitor, receiver }) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const { json } = await visitor.api('/agent/action/start_chat', accessToken);
      await visitor.sandbox.webhooks.settled();
      expect(receiver.bodies).toEqual([
        {
          webhook_id: visitor.sandbox.webhooks.registrations[0]?.id,
          secret_key: 'hush',
          action: 'incoming_chat',
          organization_id: ORGANIZATIONS.northwind.id,
          payload: expect.objectContaining({ chat: expect.objectContaining({ id: json['chat_id'] }) }),
          additional_data: {},
        },
      ]);
    }));

  it('are not sent for another organization, nor for another action', () =>
    withWebhook(async ({ visitor, receiver }) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.dieter });
      await visitor.api('/agent/action/start_chat', accessToken);
      visitor.sandbox.webhooks.emit('tag_created', {}, ORGANIZATIONS.northwind);
      await visitor.sandbox.webhooks.settled();
      expect(receiver.bodies).toEqual([]);
    }));

  it('are tried again until the answer is 200', () =>
    withWebhook(
      async ({ visitor, receiver }) => {
        const [delivery] = visitor.sandbox.webhooks.emit('incoming_chat', {}, ORGANIZATIONS.northwind);
        for (const waitMs of [2_000, 15_000]) {
          await visitor.clock.sleepingFor(waitMs);
          visitor.clock.advance(waitMs);
        }
        await visitor.sandbox.webhooks.settled();
        expect(delivery).toMatchObject({ attempts: [500, 204, 200], state: 'delivered' });
        expect(receiver.bodies).toHaveLength(3);
      },
      [500, 204, 200],
    ));

  it('are given up after three retries', () =>
    withWebhook(
      async ({ visitor }) => {
        const [delivery] = visitor.sandbox.webhooks.emit('incoming_chat', {}, ORGANIZATIONS.northwind);
        for (const waitMs of [2_000, 15_000, 40_000]) {
          await visitor.clock.sleepingFor(waitMs);
          visitor.clock.advance(waitMs);
        }
        await visitor.sandbox.webhooks.settled();
        expect(delivery).toMatchObject({ attempts: [500, 500, 500, 500], state: 'given_up' });
      },
      [500],
    ));
});

describe('a webhook nobody answers', () => {
  it('is tried again after 10 s', () =>
    withWebhook(
      async ({ visitor, receiver }) => {
        const [delivery] = visitor.sandbox.webhooks.emit('incoming_chat', {}, ORGANIZATIONS.northwind);
        await receiver.received(1);
        visitor.clock.advance(10_000);
        await visitor.clock.sleepingFor(2_000);
        visitor.clock.advance(2_000);
        await visitor.sandbox.webhooks.settled();
        expect(delivery).toMatchObject({ attempts: ['no answer within 10 s', 200], state: 'delivered' });
      },
      ['hang', 200],
    ));

  it('is dropped at reset', () =>
    withWebhook(
      async ({ visitor, receiver }) => {
        visitor.sandbox.webhooks.emit('incoming_chat', {}, ORGANIZATIONS.northwind);
        await receiver.received(1);
        visitor.sandbox.reset();
        await visitor.sandbox.webhooks.settled();
        expect(visitor.sandbox.webhooks.deliveries).toEqual([]);
      },
      ['hang'],
    ));
});

describe('app lifecycle webhooks', () => {
  it('are camelCase, unsigned, and sent once', () =>
    withWebhook(
      async ({ visitor, receiver }) => {
        const delivery = visitor.sandbox.webhooks.sendLifecycle('application_uninstalled', {
          url: receiver.url,
          clientId: SANDBOX_CLIENT.id,
          organization: ORGANIZATIONS.soehne,
          user: AGENTS.dieter,
        });
        await visitor.sandbox.webhooks.settled();
        expect(delivery).toMatchObject({ attempts: [500], state: 'given_up' });
        expect(receiver.bodies).toEqual([
          {
            applicationID: 'aSandbox1',
            applicationName: 'Sandbox app',
            clientID: SANDBOX_CLIENT.id,
            date: '2026-11-22T12:00:00Z',
            event: 'application_uninstalled',
            licenseID: ORGANIZATIONS.soehne.licenseId,
            organizationID: ORGANIZATIONS.soehne.id,
            payload: { applicationID: 'aSandbox1' },
            userID: AGENTS.dieter.accountId,
          },
        ]);
      },
      [500],
    ));
});
