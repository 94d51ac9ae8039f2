import { createHash, timingSafeEqual } from 'node:crypto';

import type { ClientRegistry, RegisteredClient } from '../world/clients.js';
import { invalidClient, invalidFields, unauthorizedClient } from './accounts-error.js';
import type { TokenParameters } from './token-parameters.js';

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Who asks for tokens. While a secret is rolled over, each of the client's secrets will do.
 *
 * @throws AccountsError 401 or 422
 */
export function authenticateClient(parameters: TokenParameters, clients: ClientRegistry): RegisteredClient {
  const { client_id: id = '', client_secret: secret = '' } = parameters;
  if (id === '') throw invalidFields({ client_id: 'is required' });
  const client = clients.find(id);
  if (client === undefined) throw unauthorizedClient('The client_id is unknown');
  if (client.isPublic) return client;
  if (secret === '') throw invalidFields({ client_secret: 'is required' });
  const shown = sha256(secret);
  if (!client.secrets.some((valid) => timingSafeEqual(sha256(valid), shown)))
    throw invalidClient('The client_secret is wrong');
  return client;
}
