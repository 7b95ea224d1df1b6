/** Where the netwalk command starts: with the thread that most of its commands need, while this one reads the rest. */
import path from 'node:path';
import { startThread } from './thread.ts';
import { runBundle } from './run.ts';

if (['run', 'walk', 'dap'].includes(process.argv[2] ?? '')) startThread(path.join(__dirname, 'worker.js'));
runBundle(path.join(__dirname, 'engine.js'));
