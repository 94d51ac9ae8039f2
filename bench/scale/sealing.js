import { GrantSealing } from '../../dist/src/tokens/grants/grant-sealing.js';
import { Keyring, Secret } from '../../dist/src/foundation/index.js';
import { CLIENT_ID } from '../support/product.js';

/** The product's own sealing, with keys written as in ENCRYPTION_KEYS. */
export function sealingWith(encryptionKeys) {
  const keys = encryptionKeys.split(',').map((text) => {
    const [id, key] = text.split(':');
    return { id, key: new Secret('encryption_key', key) };
  });
  return new GrantSealing(new Keyring(keys), { clientId: CLIENT_ID });
}
