import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { type GrantRef, Installations } from '../../tokens/index.js';
import type { ApiKey } from '../api-keys/api-key.js';
import { ApiKeys } from '../api-keys/api-keys.js';
import { bearerOf } from './bearer-of.js';
import { CallerUnknown, KeyExpired, RoleForbidden, TenantRequired } from './caller-refusals.js';
import type { KeyCaller, OperatorCaller } from './caller.js';
import { isPlausible, refuseOtherTenant, tenantNamedIn } from './tenant-headers.js';

/** Whom a key acts for; without an account, for whichever grant of the organization works. */
interface KeyTenant {
  readonly organizationId: string;
  readonly accountId?: string;
}

/** Programs that call with an API key. */
@Injectable()
export class KeyCallers {
  constructor(
    private readonly keys: ApiKeys,
    private readonly installations: Installations,
    private readonly http: HttpConfig,
  ) {}

  /** The caller, when memory alone can tell. */
  known(request: FastifyRequest): KeyCaller | undefined {
    const bearer = bearerOf(request);
    const key = bearer === undefined ? undefined : this.keys.known(bearer);
    const tenant = key && this.tenantOf(key, request);
    const grant = tenant && this.installations.knownGrantFor(tenant);
    return grant && this.actingThrough(grant, key, tenant);
  }

  async callerOf(request: FastifyRequest): Promise<KeyCaller> {
    const key = await this.keyOf(request);
    const tenant = this.tenantOf(key, request);
    return this.actingThrough(await this.installations.grantFor(tenant), key, tenant);
  }

  async operatorOf(request: FastifyRequest): Promise<OperatorCaller> {
    const key = await this.keyOf(request);
    if (key.role !== 'operator') throw new RoleForbidden('operator');
    return { keyId: key.id };
  }

  private async keyOf(request: FastifyRequest): Promise<ApiKey> {
    const bearer = bearerOf(request);
    const key = bearer === undefined ? undefined : await this.keys.find(bearer);
    if (key) return key;
    if (bearer !== undefined && this.keys.isExpired(bearer)) throw new KeyExpired(this.http);
    throw new CallerUnknown('not a good API key', this.http);
  }

  private actingThrough(grant: GrantRef, key: ApiKey, tenant: KeyTenant): KeyCaller {
    const choose = (): Promise<GrantRef> => this.installations.grantFor(tenant);
    const fallback = tenant.accountId === undefined ? choose : undefined;
    return { kind: 'key', keyId: key.id, grant, fallback, allowed: key.allowed };
  }

  private tenantOf(key: ApiKey, request: FastifyRequest): KeyTenant {
    if (key.role !== 'caller') throw new RoleForbidden('caller');
    const named = tenantNamedIn(request.headers);
    refuseOtherTenant(named, { organizationId: key.organizationId });
    const organizationId = key.organizationId ?? named.organizationId;
    if (organizationId === undefined) throw new TenantRequired();
    if (!isPlausible(named)) throw new CallerUnknown('no such organization or account', this.http);
    return { organizationId, accountId: named.accountId };
  }
}
