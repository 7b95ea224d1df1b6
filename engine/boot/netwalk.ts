/** Where the netwalk command starts: with the thread that most of its commands need, while this one reads the rest. */
import './early.ts';
import path from 'node:path';
import { runBundle } from './run.ts';

runBundle(path.join(__dirname, 'engine.js'));
