/** ENCRYPTION_KEYS with the keys of these names, the first of which seals. */
export function encryptionKeys(...ids: readonly string[]): string {
  return ids.map((id) => `${id}:${Buffer.alloc(32, id).toString('base64')}`).join(',');
}
