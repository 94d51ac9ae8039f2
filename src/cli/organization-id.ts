import { InvalidArgumentError } from 'commander';

import { tellPerson } from './tell-person.js';

/** Reads an organization's id from the command line. Only one that no row could hold is refused. */
export function organizationId(text: string): string {
  if (!/^[\w-]{1,64}$/.test(text)) throw new InvalidArgumentError('Copy it from the start page.');
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) {
    tellPerson(`${text} does not look like an organization id of LiveChat, which is a UUID`);
  }
  return text;
}
