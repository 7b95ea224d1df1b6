/** The tracer's thread: it blocks in wait4 until something happens to the process, or the main thread asks for something. */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { loadLinux } from '../linux/index.ts';
import { messageOf } from '../trace/messageOf.ts';
import { ProcessError } from './errors.ts';
import { pack } from './packedCalls.ts';
import { OneProcessor } from './oneProcessor.ts';
import { mostOnTheirWay, shared, type Answer, type CallBatch, type FromTracer, type Request, type StackTold, type TracerOptions } from './protocol.ts'; // prettier-ignore
import { startStopped } from './start.ts';
import { Tracer } from './tracer.ts';

interface Data {
  options: TracerOptions;
  words: Int32Array;
  /** What the main thread asks comes by this port, which is read without going back to the event loop. */
  port: MessagePort;
}

const { options, words, port } = workerData as Data;

/** How often a process that stands is looked at, in milliseconds. */
const standingLook = 500;

function say(message: FromTracer): void {
  parentPort?.postMessage(message);
}

/** The process does not wait for who reads: what he cannot take is dropped. Stacks are told once, and always. */
function sayCalls(batches: CallBatch[], stacks: StackTold[]): void {
  const onTheirWay = (Atomics.load(words, shared.sent) - Atomics.load(words, shared.taken)) | 0;
  const isDropped = onTheirWay >= mostOnTheirWay;
  if (isDropped)
    Atomics.add(
      words,
      shared.dropped,
      batches.reduce((sum, batch) => sum + ('calls' in batch ? batch.calls.length : batch.count), 0),
    );
  if (isDropped && stacks.length === 0) return;
  Atomics.add(words, shared.sent, 1);
  const sent = isDropped ? [] : batches.map((batch) => ('calls' in batch ? pack(batch.calls) : batch));
  const buffers = sent.flatMap((batch) => ('notes' in batch ? [batch.notes.buffer] : []));
  parentPort?.postMessage({ kind: 'calls', batches: sent, stacks } satisfies FromTracer, buffers);
}

function makeTracer(pid: number, awaitsExec: boolean): Tracer {
  return new Tracer(pid, {
    all: options.all,
    ...(options.stopsAlone === undefined ? {} : { stopsAlone: options.stopsAlone }),
    awaitsExec,
    listener: {
      calls: sayCalls,
      stopped: (stop) => say({ kind: 'stopped', stop }),
      ended: (status, reason) => say({ kind: 'ended', status, reason }),
    },
  });
}

function run(): void {
  const { kernel, threadId } = { kernel: loadLinux().kernel, threadId: loadLinux().threadId() };
  Atomics.store(words, shared.tracerThread, threadId);
  const { target } = options;
  if ('pid' in target) {
    const tracer = makeTracer(target.pid, false);
    tracer.attach();
    say({ kind: 'attached', facts: tracer.facts() });
    follow(tracer);
    return;
  }
  const pid = startStopped(target.command);
  const tracer = makeTracer(pid, true);
  try {
    tracer.attach();
    process.kill(pid, 'SIGCONT');
    while (tracer.awaitsExec && !tracer.isOver) tracer.step(true);
  } catch (error) {
    // Nobody else would let it go on, or know of it.
    process.kill(pid, 'SIGKILL');
    kernel.unwatchedSyscall(kernel.numbers.numberOf('wait4'), pid, 0, 0x40000000, 0);
    throw error;
  }
  if (!tracer.isOver) say({ kind: 'attached', facts: tracer.facts() });
  follow(tracer);
}

/** Until the process is let go of or has ended. */
function follow(tracer: Tracer): void {
  // Not before: a command that was started would inherit it.
  const processor = new OneProcessor(loadLinux());
  while (!tracer.isOver) {
    hear(tracer);
    if (tracer.isOver) break;
    processor.stay();
    if (tracer.stands) stand(tracer);
    else if (!tracer.step(false)) {
      tracer.flush();
      tracer.step(true);
    }
  }
}

/** Until somebody asks for something. The process may be killed meanwhile, which nothing wakes us for. */
function stand(tracer: Tracer): void {
  const asked = Atomics.wait(words, shared.asked, Atomics.load(words, shared.heard), standingLook);
  if (asked === 'timed-out') tracer.step(false);
}

function hear(tracer: Tracer): void {
  if (Atomics.load(words, shared.asked) === Atomics.load(words, shared.heard)) return;
  for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
    const { id, request } = message.message as { id: number; request: Request };
    Atomics.add(words, shared.heard, 1);
    let [answer, error]: [Answer, string | null] = [null, null];
    try {
      answer = answerTo(tracer, request);
    } catch (problem) {
      error = messageOf(problem);
    }
    say({ kind: 'answer', id, answer, error });
  }
}

function answerTo(tracer: Tracer, request: Request): Answer {
  switch (request.kind) {
    case 'detach':
      tracer.detach();
      say({ kind: 'detached' });
      return null;
    case 'stop':
      tracer.pause();
      return null;
    case 'resume':
      tracer.resume(request.until, request.thread);
      return null;
    case 'stops':
      tracer.setStops(request.calls, request.places);
      return null;
    case 'goroutines':
      return { goroutines: tracer.goroutines(request.most) };
    case 'stack':
      return { lines: tracer.stackOf(request.goid) };
    case 'variables':
      return { variables: tracer.variablesOf(request) };
    case 'function':
      return { place: tracer.functionPlace(request.name) };
    case 'line':
      return { place: tracer.linePlace(request.file, request.line) };
    case 'lines':
      return { numbers: tracer.linesBetween(request.file, request.from, request.to) };
  }
}

try {
  run();
} catch (error) {
  const expected = error instanceof ProcessError;
  const message = expected ? error.message : String(error instanceof Error ? error.stack : error);
  say({ kind: 'failed', problem: expected ? error.problem : null, message });
}
port.close();
