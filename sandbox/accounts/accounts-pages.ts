import { type Answer, redirectTo } from '../http/answer.js';
import type { Call } from '../http/call.js';
import type { Directory } from '../world/directory.js';
import type { Authorizer } from './authorizer.js';
import { consentPage } from './consent-page.js';
import { failurePage } from './failure-page.js';

interface Options {
  readonly authorizer: Authorizer;
  readonly directory: Directory;
}

/** The pages of the accounts server. */
export class AccountsPages {
  constructor(private readonly options: Options) {}

  /** `GET /`: the authorization URL. */
  authorize({ query }: Call): Answer {
    if (query.size === 0) return redirectTo('/_sandbox/');
    if (query.has('identity_exception')) return failurePage(query);
    const { authorizer, directory } = this.options;
    const step = authorizer.begin(query);
    if ('location' in step) return redirectTo(step.location);
    return consentPage({
      request: step.request,
      query: query.toString(),
      agents: directory.agents,
      organizations: directory.organizations,
      selected: authorizer.suggestedAgent(step.request),
    });
  }

  /** `POST /consent`: the person's answer. */
  decide({ body }: Call): Answer {
    const form = new URLSearchParams(body.toString('utf8'));
    const location = this.options.authorizer.decide(new URLSearchParams(form.get('query') ?? ''), {
      agent: form.get('agent') ?? undefined,
      organization: form.get('organization') || undefined,
      deny: form.get('decision') !== 'allow',
    });
    return redirectTo(location, 303);
  }

  /** `GET /ooops` */
  failure({ query }: Call): Answer {
    return failurePage(query);
  }
}
