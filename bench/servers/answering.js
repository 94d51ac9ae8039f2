import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';

import { tellParent } from './tell-parent.js';

const KIBIBYTE = Buffer.from(JSON.stringify({ chats: 'x'.repeat(1_012) }));
const MEBIBYTE = Buffer.from(JSON.stringify({ chats: 'x'.repeat(1_048_564) }));
const REFUSAL = Buffer.from('{"error":{"type":"authentication","message":"Authentication error"}}');

/** LiveChat's place: reads what it is sent, checks the token, answers 1 KiB of JSON, or 1 MiB of archives. */
export function answerWhere(isAccepted) {
  const server = createServer((request, response) => {
    request.resume().on('end', async () => {
      if (await isAccepted(request)) send(response, 200, answerTo(request));
      else send(response, 401, REFUSAL);
    });
  });
  server.listen(0, '127.0.0.1', () => tellParent(server.address().port));
}

function answerTo({ url }) {
  return url.includes('/list_archives') ? MEBIBYTE : KIBIBYTE;
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}
