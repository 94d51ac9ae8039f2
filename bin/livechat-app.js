#!/usr/bin/env node
import { loadBuilt } from './built.js';

const { main } = await loadBuilt('src/cli/main.js');
process.exitCode = await main(process.argv);
