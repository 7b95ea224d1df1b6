/** What a recording says of itself, without playing it. */
import { statSync } from 'node:fs';
import { messageOf } from '../trace/messageOf.ts';
import {
  isOfProcess,
  readRecording,
  RecordingError,
  type Header,
  type ProcessHeader,
} from '../trace/recording/file.ts';
import { overview } from '../trace/recording/tape.ts';
import { readCalls, type EndReason } from './process/callTape.ts';

export interface RecordingSummary {
  header: Header | ProcessHeader;
  calls: number;
  /** From the beginning of the first call to the end of the last. */
  microseconds: number;
  /** How the program ended; null: the recording was cut off, or is still being made. */
  end: { status: number; reason: EndReason } | null;
  /** Bytes of the file. */
  size: number;
  /** Those behind its last whole block. */
  lost: number;
}

/** Reads a file through. @throws RecordingError */
export function summaryOf(file: string): RecordingSummary {
  const { header, blocks, lost } = readRecording(file);
  const { size } = statSync(file);
  try {
    return { header, ...(isOfProcess(header) ? ofProcess(blocks) : ofRun(blocks)), size, lost };
  } catch (error) {
    // Its blocks are as they were written, but no Netwalk writes such.
    throw new RecordingError(`${file} is damaged: ${messageOf(error)}`);
  }
}

type Summed = Pick<RecordingSummary, 'calls' | 'microseconds' | 'end'>;

function ofRun(blocks: Uint8Array[]): Summed {
  const { calls, microseconds, status } = overview(blocks);
  return { calls, microseconds, end: status === null ? null : { status, reason: 'exited' } };
}

function ofProcess(blocks: Uint8Array[]): Summed {
  const { calls, end } = readCalls(blocks);
  let [first, last] = [Infinity, 0];
  for (const { call } of calls) {
    first = Math.min(first, call.start);
    last = Math.max(last, call.start + call.duration);
  }
  return { calls: calls.length, microseconds: calls.length === 0 ? 0 : last - first, end };
}
