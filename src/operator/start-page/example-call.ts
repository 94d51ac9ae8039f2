/** A call that a connected account can make, whatever it was granted. */
export interface ExampleCall {
  readonly method: 'POST';
  /** Under our own origin. */
  readonly path: string;
  readonly body: string;
}

/** The most telling read that these scopes allow: chats, then agents, then channels, which needs no scope. */
export function exampleCallFor(scopes: readonly string[]): ExampleCall {
  return { method: 'POST', path: `/livechat/${actionFor(scopes)}`, body: '{}' };
}

function actionFor(scopes: readonly string[]): string {
  if (scopes.some((scope) => /^chats--(?:all|access):r[ow]$/.test(scope))) return 'agent/action/list_chats';
  if (scopes.some((scope) => /^agents--all:r[ow]$/.test(scope))) return 'configuration/action/list_agents';
  return 'configuration/action/list_channels';
}

/** The same call for a terminal, with a place to put an API key. `-d` makes it a POST. */
export function curlFor(call: ExampleCall, publicUrl: URL): string {
  return [
    `curl '${publicUrl.origin}${call.path}'`,
    `-H 'Authorization: Bearer <your API key>'`,
    `-H 'Content-Type: application/json'`,
    `-d '${call.body}'`,
  ].join(' \\\n  ');
}

/** The command that makes such a key; bound to the organization, it needs no tenant header. */
export function keyCommandFor(organizationId: string): string {
  return `npx livechat-app keys create --role caller --organization ${organizationId}`;
}
