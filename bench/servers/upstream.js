import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { request } from 'undici';

import { tellParent } from './tell-parent.js';

const answer = Buffer.from(JSON.stringify({ chats: 'x'.repeat(1_012) }));
const accepted = new Set();

/** Asks the accounts server about each token once: every contender brings a real one. */
async function isAccepted(authorization) {
  const info = await request(`${process.env.ACCOUNTS_URL}/v2/info`, { headers: { authorization } });
  await info.body.dump();
  if (info.statusCode === 200) accepted.add(authorization);
  return info.statusCode === 200;
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

/** LiveChat's place: reads what it is sent, checks the token, answers 1 KiB of JSON. */
const server = createServer((incoming, response) => {
  const { authorization = '' } = incoming.headers;
  incoming.resume().on('end', async () => {
    if (accepted.has(authorization) || (await isAccepted(authorization))) send(response, 200, answer);
    else
      send(
        response,
        401,
        Buffer.from('{"error":{"type":"authentication","message":"Authentication error"}}'),
      );
  });
});
server.listen(0, '127.0.0.1', () => tellParent(server.address().port));
