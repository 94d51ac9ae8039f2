import type { IncomingMessage } from 'node:http';

/** The raw path: a spelling with anything encoded is the gateway's to judge. */
const RTM_PATH = /^\/livechat(?:\/v\d+\.\d+)?\/agent\/rtm\/ws(?:\?|$)/;
const KEY = /^[+/0-9A-Za-z]{22}==$/;
const VERSION = '13';
const PROTOCOLS = /^[!#$%&'*+.^_`|~\w-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~\w-]+)*$/;

/** Whether a request asks, as RFC 6455 section 4.1 wants it, for a WebSocket to LiveChat's Agent RTM API. */
export function isRtmHandshake({ method, url = '', httpVersion, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    httpVersion === '1.1' &&
    RTM_PATH.test(url) &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    KEY.test(headers['sec-websocket-key'] ?? '') &&
    headers['sec-websocket-version'] === VERSION &&
    PROTOCOLS.test(headers['sec-websocket-protocol'] ?? 'none') &&
    !hasBody(headers)
  );
}

function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}
