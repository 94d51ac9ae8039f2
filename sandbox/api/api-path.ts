/** A path of the API, taken apart. */
export interface ApiPath {
  readonly version: string;
  readonly family: string;
  /** `list_chats`, or `chats/total_chats` in reports. */
  readonly method: string;
}

/** `/v3.6/agent/action/list_chats`, `/v3.6/reports/chats/total_chats`; undefined for anything else. */
export function readApiPath(path: string): ApiPath | undefined {
  const match = /^\/v(\d+(?:\.\d+)?)\/([a-z]+)\/(.+)$/.exec(path);
  if (match === null) return undefined;
  const [, version = '', family = '', rest = ''] = match;
  return { version, family, method: family === 'reports' ? rest : rest.replace(/^action\//, '') };
}
