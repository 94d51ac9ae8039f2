import { tellParent } from './tell-parent.js';

// The product as other applications import it, file by file.
const { main } = await import('../../dist/src/main.js');
await main();
tellParent(Number(process.env.PORT));
