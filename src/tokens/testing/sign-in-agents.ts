import type { GrantRef } from '../token-values.js';
import { ORGANIZATION, type RunningCustody } from './start-custody.js';

/** Agents of one organization, whose access tokens have just expired. */
export async function signInAgents(custody: RunningCustody, count: number): Promise<GrantRef[]> {
  const grants: GrantRef[] = [];
  for (let at = 0; at < count; at += 1) {
    const { grant } = await custody.signIn({ organizationId: ORGANIZATION, accountId: `agent-${at}` }, 1_000);
    grants.push(grant);
  }
  await custody.clock.advance(1_000);
  return grants;
}
