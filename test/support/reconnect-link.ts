import { ReconnectLinks } from '../../src/auth/index.js';
import { InstallationIds } from '../../src/tokens/index.js';
import type { RunningApp } from './start-app.js';

/** The id of this app's installation in an organization. */
export function installationIdOf({ app }: RunningApp, organizationId: string): Promise<string | undefined> {
  return app.get(InstallationIds, { strict: false }).idOf(organizationId);
}

/** The path of a new reconnect link, as an agent opens it. */
export async function reconnectLinkTo(running: RunningApp, organizationId: string): Promise<string> {
  const installationId = (await installationIdOf(running, organizationId)) ?? '';
  const links = running.app.get(ReconnectLinks, { strict: false });
  const { pathname, search } = new URL(links.create({ installationId, organizationId }).url);
  return pathname + search;
}
