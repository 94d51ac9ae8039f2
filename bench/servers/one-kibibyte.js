import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';

import { tellParent } from './tell-parent.js';

const ANSWER = Buffer.from(JSON.stringify({ chats: 'x'.repeat(1_012) }));
const REFUSAL = Buffer.from('{"error":{"type":"authentication","message":"Authentication error"}}');

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

/** LiveChat's place: reads what it is sent, checks the token, answers 1 KiB of JSON. */
export function answerOneKibibyte(isAccepted) {
  const server = createServer((request, response) => {
    request.resume().on('end', async () => {
      if (await isAccepted(request)) send(response, 200, ANSWER);
      else send(response, 401, REFUSAL);
    });
  });
  server.listen(0, '127.0.0.1', () => tellParent(server.address().port));
}
