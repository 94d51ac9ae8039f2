import { loadBuilt } from './built.js';

const { main } = await loadBuilt('src/main.js');
await main();
