import { startSandbox } from '../../dist/sandbox/index.js';
import { tellParent } from './tell-parent.js';

// LiveChat, in a process of its own: what it has to do does not slow whoever counts.
const sandbox = await startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] });
let tokenCall;

function isAnsweredRefresh({ grantType, status }) {
  return grantType === 'refresh_token' && status !== undefined;
}

tellParent(Number(new URL(sandbox.url).port), {
  /** The account's access tokens run out, and the next refresh takes so long. */
  expire: ({ accountId, tokenEndpointMs }) => {
    sandbox.requests.clear();
    sandbox.faults.clear();
    if (tokenEndpointMs > 0) sandbox.faults.slow({ on: 'token', ms: tokenEndpointMs });
    sandbox.faults.expire(accountId);
    tokenCall = sandbox.requests.waitFor(isAnsweredRefresh).then(({ at }) => Date.now() - at);
  },
  /** What has been seen since, and from the arrival of the first refresh to its answer. */
  seen: async () => ({
    refreshes: sandbox.requests.ofGrant('refresh_token').length,
    tokenCallMs: await tokenCall,
    calls: sandbox.requests.to('/v3.6/').map(({ status }) => status),
  }),
});
