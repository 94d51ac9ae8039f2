/** A LiveChat customer. Its region decides the prefix of its tokens. */
export interface SandboxOrganization {
  readonly id: string;
  readonly name: string;
  readonly region: 'dal' | 'fra';
  readonly licenseId: number;
}

/** The two seeded organizations, one in each data center. Their ids never change. */
export const ORGANIZATIONS = {
  northwind: {
    id: '390e44e6-f1e6-4a01-8a6a-0a1f6b5c1d01',
    name: 'Northwind Bikes',
    region: 'dal',
    licenseId: 104130623,
  },
  soehne: {
    id: '7b3c1c7e-52a4-4b8e-9d0f-0b2e7c6d2e02',
    name: 'Wilhelm & Söhne',
    region: 'fra',
    licenseId: 104130777,
  },
} as const satisfies Record<string, SandboxOrganization>;
