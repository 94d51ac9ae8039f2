#!/usr/bin/env node
import { loadBuilt } from './built.js';

const { main } = await loadBuilt('cli');
process.exitCode = await main(process.argv);
