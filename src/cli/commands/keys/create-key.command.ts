import { Command, InvalidArgumentError, Option } from 'commander';

import { actionPatternFault, API_KEY_ROLES, ApiKeys, type WantedApiKey } from '../../../auth/index.js';
import { withServices } from '../../command-context.js';
import { duration } from '../../duration.js';
import { organizationId } from '../../organization-id.js';
import { print } from '../../print.js';
import { shownKey } from './shown-key.js';

interface Options extends Pick<WantedApiKey, 'role' | 'name' | 'allow'> {
  readonly organization?: string;
  readonly expires?: number;
  readonly json?: boolean;
}

/** `livechat-app keys create`. */
export function createKeyCommand(): Command {
  const role = new Option('--role <role>', 'caller: may call LiveChat. operator: may run this service');
  return new Command('create')
    .description('make a key and print it, this once')
    .addOption(role.choices(API_KEY_ROLES).makeOptionMandatory())
    .option('--organization <id>', 'bind the key to one organization', organizationId)
    .option('--name <text>', 'what the key is for', keyName)
    .option('--expires <duration>', 'the key ends by itself after so long: 30m, 12h, 90d', duration)
    .option('--allow <pattern>', 'it may only call this, such as agent/action/list_*; repeatable', patterns)
    .option('--json', 'answer with one JSON object')
    .action(async ({ organization, expires, json, ...wanted }: Options, command: Command) => {
      if (wanted.allow && wanted.role !== 'caller')
        command.error('error: --allow is for the role caller: an operator key never calls LiveChat');
      const created = await withServices((services) =>
        services.get(ApiKeys).create({ ...wanted, organizationId: organization, expiresInMs: expires }),
      );
      print(json, { ...shownKey(created), key: created.key }, created.key);
    });
}

/** Printed in lists: it must stay on its line and do nothing to the terminal. */
function keyName(text: string): string {
  if (/^[^\p{C}]{1,100}$/u.test(text) && text.trim()) return text;
  throw new InvalidArgumentError('It must be 1 to 100 printable characters.');
}

function patterns(text: string, before: readonly string[] = []): readonly string[] {
  const fault = actionPatternFault(text);
  if (fault !== undefined) throw new InvalidArgumentError(fault);
  return [...before, text];
}
