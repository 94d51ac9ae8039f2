import type { FastifyRequest } from 'fastify';

import { isUuid } from '../uuid.js';
import { TenantMismatch } from './caller-refusals.js';

/** Whom a caller says it acts for. */
export interface NamedTenant {
  readonly organizationId?: string;
  readonly accountId?: string;
}

/** The tenant comes from these two headers alone, never from path, query or body. An empty header names nobody. */
export function tenantNamedIn(headers: FastifyRequest['headers']): NamedTenant {
  return {
    organizationId: idIn(headers['livechat-organization-id']),
    accountId: idIn(headers['livechat-account-id']),
  };
}

/** Whether every id is one LiveChat could have given; of others no row needs to be looked up. */
export function isPlausible({ organizationId, accountId }: NamedTenant): boolean {
  return [organizationId, accountId].every((id) => id === undefined || isUuid(id));
}

/** @throws TenantMismatch when a header names another than the one the credential belongs to */
export function refuseOtherTenant(named: NamedTenant, own: NamedTenant): void {
  if (differs(named.organizationId, own.organizationId)) throw new TenantMismatch();
  if (differs(named.accountId, own.accountId)) throw new TenantMismatch();
}

function differs(named: string | undefined, own: string | undefined): boolean {
  return named !== undefined && own !== undefined && named !== own.toLowerCase();
}

function idIn(header: string | string[] | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  return String(header).toLowerCase();
}
