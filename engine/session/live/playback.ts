/** A recording that is played: what its program is given at its steps, and where it ends. */
import { M } from '../../golang/machine/index.ts';
import type { SourceLoader } from '../../golang/source/index.ts';
import type { SyscallRecord } from '../../linux/index.ts';
import type { Controller } from '../../trace/controller.ts';
import type { History } from '../../trace/history.ts';
import type { Channel } from './channel.ts';
import type { Holding } from './holding.ts';
import type { Inspector } from './inspector.ts';
import type { Replay } from './taping.ts';

/** Whose source must be the same for a recording to be played. */
export const hashedPackages = ['net', 'internal/poll', 'runtime'];

/** @throws Error when the recording was made with another source than the one that is loaded */
export function requireSameSource({ header }: Replay, loader: SourceLoader): void {
  if (loader.hash(hashedPackages) === header.sourceHash) return;
  const { version, root } = loader.go;
  throw new Error(`the recording was made with another source of Go ${header.goVersion} than Go ${version.text} in ${root}: provide that one with "netwalk setup ${header.goVersion}", or name it with --goroot`); // prettier-ignore
}

interface Player {
  channel: Channel;
  controller: Controller;
  history: History;
  holding: Holding;
  inspector: Inspector;
  /** Stops where the recording has ended, to look back. */
  standAtEnd(description: string): void;
}

export class Playback {
  private readonly replay: Replay;
  private readonly player: Player;
  /** The recording had less than the program wanted. */
  private isCutOff = false;
  /** Where it is to stop next; -1: nowhere. */
  private stopAtStep = -1;

  constructor(replay: Replay, player: Player) {
    this.replay = replay;
    this.player = player;
    replay.player.onEnd = () => {
      this.endCutOff();
      return M.exit(replay.status ?? 1);
    };
  }

  /** The program has made a step. */
  played(): void {
    if (this.replay.held.length > 0) this.holdAsRecorded();
    this.stopBehind();
  }

  /** Holds and releases as somebody did when it was recorded; whether there was something to do. */
  holdAsRecorded(): boolean {
    const { held } = this.replay;
    const { history, holding, inspector } = this.player;
    let done = false;
    for (let next = held[0]; next !== undefined && next.steps <= history.next; next = held[0]) {
      held.shift();
      const g = inspector.goroutine(next.goid);
      if (g !== null) holding.set(g, next.held);
      done = true;
    }
    return done;
  }

  /** The program is to stop at a step that it has not come to. */
  stopAt(step: number): void {
    this.stopAtStep = step;
    this.player.controller.resume();
    this.stopBehind();
  }

  /** Stops at the next step when that is the one gone to. */
  private stopBehind(): void {
    if (this.player.history.last !== this.stopAtStep - 1) return;
    this.stopAtStep = -1;
    this.player.controller.stopAtNextStep('goto');
  }

  /** What a recorded program wrote to its standard output and error is shown: it goes nowhere else. */
  written({ name, args, result }: SyscallRecord): void {
    const fd = Number(args[0]);
    if (name !== 'write' || result <= 0 || (fd !== 1 && fd !== 2)) return;
    const text = Buffer.from(this.replay.linux.memory.copyFrom(Number(args[1]), result)).toString('utf8');
    this.player.channel.tell('output', { category: fd === 1 ? 'stdout' : 'stderr', text });
  }

  /** The program has ended, as it did. */
  ended(status: number): void {
    if (!this.isCutOff) this.player.standAtEnd(`the program ends with status ${status}, and with it the recording`);
  }

  /** The program wants more than was recorded. */
  private endCutOff(): void {
    if (this.isCutOff) return;
    this.isCutOff = true;
    const text = this.replay.cutOff;
    this.player.channel.tell('output', { category: 'important', text: `${text}\n` });
    this.player.standAtEnd(text);
  }
}
