import { Command } from 'commander';

import { ReconnectLinks } from '../../auth/index.js';
import { InstallationIds } from '../../tokens/index.js';
import { withServices } from '../command-context.js';
import { organizationId as organizationIdArgument } from '../organization-id.js';
import { print } from '../print.js';

/** `livechat-app reconnect-link`: a link for an agent of an organization whose connection is broken. */
export function reconnectLinkCommand(): Command {
  return new Command('reconnect-link')
    .description('make a link with which an agent connects an organization again; it works once')
    .requiredOption('--organization <id>', 'the organization to connect again', organizationIdArgument)
    .option('--json', 'answer with one JSON object')
    .action(async ({ organization, json }: { organization: string; json?: boolean }) => {
      const made = await linkFor(organization);
      print(json, made, `${made.url}\nIt works once, until ${made.expiresAt}.`);
    });
}

function linkFor(organizationId: string): Promise<Record<'organizationId' | 'url' | 'expiresAt', string>> {
  return withServices(async (services) => {
    const installationId = await services.get(InstallationIds).idOf(organizationId);
    if (installationId === undefined) {
      throw new Error(
        `Nobody of the organization ${organizationId} has ever signed in: there is nothing to reconnect.`,
      );
    }
    const { url, expiresAt } = services.get(ReconnectLinks).create({ installationId, organizationId });
    return { organizationId, url, expiresAt: new Date(expiresAt).toISOString() };
  });
}
