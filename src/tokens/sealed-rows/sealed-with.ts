/** What `sealed_with` means: the ids of the keys that a row needs. None when neither text says one. */
export function keyIdsIn(sealedWith: string): readonly string[] {
  return sealedWith.split('+').filter((keyId) => keyId !== '');
}
