/** Where the thread of a program starts. */
import path from 'node:path';
import { runBundle } from './run.ts';

runBundle(path.join(__dirname, 'program.js'));
