import { loadBuilt } from './built.js';

const { main } = await loadBuilt('main');
await main();
