import { Command } from 'commander';

import { createKeyCommand } from './keys/create-key.command.js';
import { listKeysCommand } from './keys/list-keys.command.js';
import { revokeKeyCommand } from './keys/revoke-key.command.js';
import { rotateKeyCommand } from './keys/rotate-key.command.js';

/** `livechat-app keys create | list | rotate | revoke`. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('API keys for programs')
    .addCommand(createKeyCommand())
    .addCommand(listKeysCommand())
    .addCommand(rotateKeyCommand())
    .addCommand(revokeKeyCommand());
}
