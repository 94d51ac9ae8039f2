import { derivedTextColumn, idColumn, longTextColumn, textColumn } from '../../foundation/index.js';

/** What every row that holds a sealed pair has: whose it is, and the pair. */
export abstract class SealedPairRow {
  @idColumn() id!: string;
  @textColumn({ name: 'client_id' }) clientId!: string;
  @textColumn({ name: 'organization_id' }) organizationId!: string;
  @textColumn({ name: 'account_id' }) accountId!: string;

  @longTextColumn({ name: 'access_token' }) accessToken!: string;
  @longTextColumn({ name: 'refresh_token', nullable: true }) refreshToken!: string | null;
  /** Derived from the two by the database: a key's id, or two as `new+old`. */
  @derivedTextColumn({ name: 'sealed_with' }) sealedWith!: string;
}
