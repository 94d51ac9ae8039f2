import { ORGANIZATIONS } from './organizations.js';

/** A person with a LiveChat account. The API calls agents by e-mail address, the accounts server by `accountId`. */
export interface SandboxAgent {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'owner' | 'administrator' | 'agent';
  /** The first one is where this agent signs in when nobody chooses. */
  readonly organizationIds: readonly string[];
}

const { northwind, soehne } = ORGANIZATIONS;

/** The seeded agents. Carla works for both organizations; Eve may not grant administrators' scopes. */
export const AGENTS = {
  alice: {
    accountId: 'a11ce000-0000-4000-8000-000000000001',
    email: 'alice@northwind.example',
    name: 'Alice Archer',
    role: 'owner',
    organizationIds: [northwind.id],
  },
  bob: {
    accountId: 'b0b00000-0000-4000-8000-000000000002',
    email: 'bob@northwind.example',
    name: 'Bob Brenner',
    role: 'administrator',
    organizationIds: [northwind.id],
  },
  carla: {
    accountId: 'ca41a000-0000-4000-8000-000000000003',
    email: 'carla@consulting.example',
    name: 'Carla Costa',
    role: 'administrator',
    organizationIds: [northwind.id, soehne.id],
  },
  dieter: {
    accountId: 'd1e7e400-0000-4000-8000-000000000004',
    email: 'dieter@soehne.example',
    name: 'Dieter Dölling',
    role: 'owner',
    organizationIds: [soehne.id],
  },
  eve: {
    accountId: 'e7e00000-0000-4000-8000-000000000005',
    email: 'eve@northwind.example',
    name: 'Eve Eriksen',
    role: 'agent',
    organizationIds: [northwind.id],
  },
} as const satisfies Record<string, SandboxAgent>;
