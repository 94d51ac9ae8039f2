import type { ApiAction } from '../api-call.js';
import { reports } from './chat-reports.js';
import { reportRange } from './report-range.js';

/** The report at `/v3.x/reports/{path}`. POST and GET ask for it alike. */
export function reportAction(path: string): ApiAction | undefined {
  const report = Object.hasOwn(reports, path) ? reports[path] : undefined;
  if (report === undefined) return undefined;
  return {
    scopes: ['reports_read'],
    run: (call) => {
      const range = reportRange(call);
      const { from, to } = range;
      const distribution = call.input.optionalText('distribution') ?? 'day';
      return {
        name: path.split('/')[1],
        request: { distribution, filters: { ...call.input.inside('filters').fields, from, to } },
        ...report(range),
      };
    },
  };
}
