import { loadBuilt } from './built.js';

await loadBuilt('sandbox');
