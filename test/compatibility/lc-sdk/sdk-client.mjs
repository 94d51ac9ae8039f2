import { Agent, Configuration } from '@livechat/lc-sdk-js';

// Somebody's program with the official SDK, unmodified. The test tells it what to call; it tells what the SDK made of it.
const { API_URL, ACCESS_TOKEN } = process.env;
const token = () => ({ accessToken: ACCESS_TOKEN, region: 'fra' }); // which is wrong: it is not the program's business
const options = { apiUrl: API_URL };

const apis = {
  agent: new Agent.Web('sdk-client-id', token, options),
  rtm: new Agent.RTM(options),
  configuration: new Configuration.Web('sdk-client-id', token, options),
};

process.on('disconnect', () => process.exit());
process.on('message', async ({ api, method, args }) => {
  try {
    process.send({ resolved: await apis[api][method](...args) });
  } catch (rejection) {
    process.send({ rejected: rejection instanceof Error ? { error: rejection.message } : rejection });
  }
});
process.send('ready');
