import type { Sandbox } from './sandbox.js';

function tryIt({ url, clients, agents }: Sandbox): string {
  const client = clients.find(({ isPublic }) => !isPublic) ?? clients[0];
  const mint = JSON.stringify({ client: client?.id, agent: agents[0]?.email });
  return `  TOKEN=$(curl -s ${url}/_sandbox/api/tokens -H 'Content-Type: application/json' -d '${mint}' \\
    | node -p 'JSON.parse(require("fs").readFileSync(0)).accessToken')
  curl -s ${url}/v3.6/agent/action/list_chats -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"limit":1}'`;
}

/** What `npm run sandbox` prints: where to look, which app to use, and calls that work. */
export function startMessage(sandbox: Sandbox): string {
  const { url, clients } = sandbox;
  const apps = clients.map(({ id, secrets }) => `  ${id}  ${secrets[0] ?? '(public: PKCE, no secret)'}`);
  return [
    'LiveChat sandbox',
    '',
    `Open ${url}/_sandbox/ to see requests and to cause faults.`,
    `Accounts URL and API URL of your app: ${url}`,
    '',
    'Apps (client id, secret):',
    ...apps,
    '',
    'A call that works:',
    tryIt(sandbox),
    '',
    'Let all access tokens expire:',
    `  curl -s ${url}/_sandbox/api/faults -H 'Content-Type: application/json' -d '{"kind":"expire"}'`,
    '',
  ].join('\n');
}
