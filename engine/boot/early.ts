/** Starts the program's thread before anything else is loaded: it takes longer than all that this one does meanwhile. */
import path from 'node:path';
import { startThread } from './thread.ts';

if (['run', 'walk', 'dap'].includes(process.argv[2] ?? '')) startThread(path.join(__dirname, 'worker.js'));
