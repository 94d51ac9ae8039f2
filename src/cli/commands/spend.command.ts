import { Command, InvalidArgumentError } from 'commander';

import { SystemClock } from '../../foundation/index.js';
import { monthAt, requestsIn, type Spend, SpendLedger } from '../../livechat/index.js';
import { withServices } from '../command-context.js';
import { organizationId } from '../organization-id.js';
import { print } from '../print.js';

interface SpendOptions {
  readonly month: string;
  readonly organization?: string;
  readonly json?: boolean;
}

/** `livechat-app spend`: how many requests went to LiveChat in a month, and why. */
export function spendCommand(): Command {
  return new Command('spend')
    .description('how many requests went to LiveChat in a month, by organization and cause')
    .option('--month <month>', 'of UTC, such as 2026-11', month, monthAt(new SystemClock().now()).name)
    .option('--organization <id>', 'only this organization', organizationId)
    .option('--json', 'answer with one JSON array')
    .action(async ({ month: of, organization, json }: SpendOptions) => {
      const spends = await withServices((services) =>
        services.get(SpendLedger).of(of, organization?.toLowerCase()),
      );
      const text = spends.length > 0 ? spends.map(line).join('\n') : `Nothing went to LiveChat in ${of}.`;
      print(json, spends.map(shown), text);
    });
}

function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a year and a month, such as 2026-11.');
}

function shown(spend: Spend): Record<string, string | number> {
  return {
    month: spend.month,
    organizationId: spend.organizationId,
    requests: requestsIn(spend),
    first: spend.first,
    authentication: spend.authentication,
    misdirectedRequest: spend.misdirected_request,
    resetRead: spend.reset_read,
  };
}

function line(spend: Spend): string {
  const { month: of, organizationId: whose, first, authentication, misdirected_request, reset_read } = spend;
  const causes = `first ${first}, authentication ${authentication}, misdirected_request ${misdirected_request}, reset_read ${reset_read}`;
  return `${of}  ${whose}  ${requestsIn(spend)}  (${causes})`;
}
