import { tellParent } from './tell-parent.js';

// The product as people start it; this file adds only the line to the parent.
await import('../../bin/start.js');
tellParent(Number(process.env.PORT));
