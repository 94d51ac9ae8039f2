import {
  byAnyone,
  type DescribedRoutes,
  type Operation,
  page,
  problem,
  redirect,
} from '../described-route.js';

const query = (name: string, description: string): NonNullable<Operation['parameters']>[number] => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
});

const startOptions = [
  query('return_to', 'Where to go afterwards: a path of ours, or an address on one of `ALLOWED_ORIGINS`.'),
  query('prompt', '`consent` shows LiveChat’s consent screen even to those who gave it before.'),
  query('organization_id', 'Which LiveChat organization to sign in to.'),
];

export const signInRoutes: DescribedRoutes = {
  'get /auth/livechat': {
    tags: ['Signing in'],
    summary: 'Start signing in with LiveChat',
    description: 'For browsers. Sets a cookie for this one sign-in, valid for ten minutes.',
    security: byAnyone,
    parameters: startOptions,
    responses: {
      302: redirect('To LiveChat.'),
      400: problem('`return_to` leads somewhere we do not return to.'),
      429: page('The fourth start within 30 seconds: a page with a button, because LiveChat stops at three.'),
    },
  },
  'get /auth/livechat/callback': {
    tags: ['Signing in'],
    summary: 'Where LiveChat returns to',
    description: 'Consumes the state, exchanges the code once, stores the grant and opens a session.',
    security: byAnyone,
    parameters: [
      query('code', 'The authorization code.'),
      query('state', 'The state of this sign-in.'),
      query(
        'error',
        'Why there is no code. LiveChat also says it as `oauth_exception` or `identity_exception`.',
      ),
    ],
    responses: {
      302: redirect('To `return_to`, or to the start page.'),
      400: problem('A parameter is missing or there twice, the state is unknown, used or too old.'),
      403: problem('The person, or LiveChat, said no.'),
      502: problem('LiveChat could not be reached.'),
      504: problem('LiveChat took too long.'),
    },
  },
  'get /auth/livechat/install': {
    tags: ['Signing in'],
    summary: 'LiveChat’s Direct installation URL',
    description:
      'Ignores the code that comes with it, which nobody here asked for, and starts a sign-in of our own.',
    security: byAnyone,
    responses: {
      302: redirect('To LiveChat.'),
      429: page('The second start within 30 seconds by one browser: a page with a button.'),
    },
  },
};
