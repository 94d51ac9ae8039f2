import { Argument } from 'commander';

export function keyId(): Argument {
  return new Argument('<id>', 'the part of the key between lcab_ and the next _');
}

/** The id names no key, or one that has ended. */
export class NoGoodKey extends Error {
  constructor(id: string) {
    super(`There is no key ${id} that is still good: see livechat-app keys list.`);
  }
}
