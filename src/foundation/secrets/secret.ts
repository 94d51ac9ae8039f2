import { inspect } from 'node:util';

import { digestsAreEqual, sha256 } from './digest.js';

/** A string that cannot be printed by accident: logs, JSON and errors show its kind and a short digest. */
export class Secret<Kind extends string = string> {
  readonly #value: string;

  constructor(
    readonly kind: Kind,
    value: string,
  ) {
    this.#value = value;
  }

  /** The secret itself: only for the wire and for sealing. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret<Kind>): boolean {
    return digestsAreEqual(sha256(this.#value), sha256(other.#value));
  }

  toString(): string {
    return `[${this.kind} ${sha256(this.#value).toString('hex', 0, 4)}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
