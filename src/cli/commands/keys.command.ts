import { Command, InvalidArgumentError, Option } from 'commander';

import { type ApiKey, type ApiKeyRole, ApiKeys } from '../../auth/index.js';
import { withServices } from '../command-context.js';
import { organizationId } from '../organization-id.js';
import { print } from '../print.js';

/** `livechat-app keys create | list | revoke`. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('API keys for programs')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

/** Printed in lists: it must stay on its line and do nothing to the terminal. */
function keyName(text: string): string {
  if (/^[^\p{C}]{1,100}$/u.test(text) && text.trim()) return text;
  throw new InvalidArgumentError('It must be 1 to 100 printable characters.');
}

interface CreateOptions {
  readonly role: ApiKeyRole;
  readonly organization?: string;
  readonly name?: string;
  readonly json?: boolean;
}

function createCommand(): Command {
  const role = new Option('--role <role>', 'caller: may call LiveChat. operator: may run this service');
  return new Command('create')
    .description('make a key and print it, this once')
    .addOption(role.choices(['caller', 'operator']).makeOptionMandatory())
    .option('--organization <id>', 'bind the key to one organization', organizationId)
    .option('--name <text>', 'what the key is for', keyName)
    .option('--json', 'answer with one JSON object')
    .action(async ({ organization, json, ...wanted }: CreateOptions) => {
      const created = await withServices((services) =>
        services.get(ApiKeys).create({ ...wanted, organizationId: organization }),
      );
      print(json, { ...shown(created), key: created.key }, created.key);
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list the keys, never their secrets')
    .option('--json', 'answer with one JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      const keys = await withServices((services) => services.get(ApiKeys).list());
      const rows = keys.map(shown);
      print(json, rows, rows.length > 0 ? rows.map(line).join('\n') : 'There are no keys.');
    });
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a key for good; running servers notice within 2 seconds')
    .argument('<id>', 'the part of the key between lcab_ and the next _')
    .option('--json', 'answer with one JSON object')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const wasThere = await withServices((services) => services.get(ApiKeys).revoke(id));
      if (!wasThere) throw new Error(`There is no key ${id} that is still good: see livechat-app keys list.`);
      print(json, { id, revoked: true }, `The key ${id} is revoked.`);
    });
}

function shown(key: ApiKey): Record<string, string | null> {
  const time = (ms: number | undefined): string | null =>
    ms === undefined ? null : new Date(ms).toISOString();
  return {
    id: key.id,
    role: key.role,
    organizationId: key.organizationId ?? null,
    name: key.name ?? null,
    createdAt: time(key.createdAt),
    lastUsedAt: time(key.lastUsedAt),
    revokedAt: time(key.revokedAt),
  };
}

function line(key: Record<string, string | null>): string {
  const state = key.revokedAt === null ? 'good' : `revoked ${key.revokedAt ?? ''}`;
  const organization = key.organizationId ?? 'any organization';
  return [key.id, key.role, organization, state, key.name ?? ''].join('  ').trimEnd();
}
