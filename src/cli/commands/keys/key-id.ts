import { Argument } from 'commander';

export function keyId(): Argument {
  return new Argument('<id>', 'the part of the key between lcab_ and the next _').argParser(idIn);
}

/** Of a whole key, which people paste, only the id is used: what is said of it must not repeat the secret. */
function idIn(text: string): string {
  return /^lcab_([^_]+)_/.exec(text)?.[1] ?? text;
}

/** The id names no key, or one that has ended. */
export class NoGoodKey extends Error {
  constructor(id: string) {
    super(`There is no key ${id} that is still good: see livechat-app keys list.`);
  }
}
