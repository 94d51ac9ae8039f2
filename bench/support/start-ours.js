import { createApiKey, settings, startProduct } from './product.js';
import { signIn } from './sign-in.js';

/** The built product on a database file of its own, signed in for real, with a session and an API key. */
export async function startOurs({ sandbox, apiUrl, nodeFlags, logLevel = 'info', file }) {
  const shared = settings({ accountsUrl: sandbox.url, apiUrl, LOG_LEVEL: logLevel });
  const server = await startProduct(shared, { nodeFlags, file });
  try {
    const { cookie, organizationId } = await signIn(server.url);
    const key = await createApiKey(server.env, organizationId);
    return {
      ...server,
      sessionHeaders: { cookie, 'sec-fetch-site': 'same-origin' },
      keyHeaders: { authorization: `Bearer ${key}` },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
