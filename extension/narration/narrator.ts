import * as vscode from 'vscode';
import type { CustomRequests, Narration } from '../../engine/adapter/events.ts';
import type { Progress } from '../progress.ts';
import type { RunningWalk, Sessions } from '../session/sessions.ts';
import type { Walk } from '../session/walk.ts';
import type { Ending } from '../signal.ts';
import { languageOf } from '../words.ts';
import type { Answers } from './answers.ts';
import type { NarrationPanel } from './panel.ts';
import type { Player } from './player.ts';
import { readingTime } from './readingTime.ts';

/** What the narrator follows and acts on. */
export interface NarratorParts {
  readonly sessions: Sessions;
  readonly player: Player;
  readonly progress: Progress;
  readonly answers: Answers;
  readonly panel: () => Promise<NarrationPanel>;
}

/** Follows the sessions: opens the panel for a walkthrough, keeps progress, and tells the player how long to stay. */
export class Narrator implements vscode.Disposable {
  readonly #player: Player;
  readonly #progress: Progress;
  readonly #panel: () => Promise<NarrationPanel>;
  readonly #answers: Answers;
  readonly #begun = new WeakSet<Walk>();
  readonly #subscriptions: Ending[];

  constructor({ sessions, player, progress, answers, panel }: NarratorParts) {
    this.#player = player;
    this.#progress = progress;
    this.#answers = answers;
    this.#panel = panel;
    const follow = sessions.changed.listen(({ change, running }) => {
      if (change === 'ended') this.#player.pause();
      if (!running || running !== sessions.current) return;
      if (change === 'netwalk/session' || change === 'netwalk/narration') void this.#begin(running);
      if (change === 'netwalk/narration') void this.#keep(running);
      if (change === 'netwalk/narration' || change === 'netwalk/state') this.#pace(running);
    });
    const answered = answers.changed.listen(() => sessions.current && this.#pace(sessions.current));
    this.#subscriptions = [follow, answered];
  }

  /** How long to stay where the walk stands. */
  #pace({ walk }: RunningWalk): void {
    const { narration, atStop } = walk;
    if (!narration || !atStop) this.#player.stopped();
    else if (this.#answers.isOpen(narration)) this.#player.asked();
    else this.#player.stopped(readingTime(narration));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #begin({ session, walk }: RunningWalk): Promise<void> {
    if (session.configuration.walkthrough === undefined || this.#begun.has(walk)) return;
    this.#begun.add(walk);
    await (await this.#panel()).show(true);
    const locale = languageOf(vscode.env.language);
    let narrations: Narration[];
    try {
      const answer: unknown = await session.customRequest('netwalk/narrations', { locale });
      ({ narrations } = answer as CustomRequests['netwalk/narrations']['result']);
    } catch {
      // It ended before it could tell: progress stays as it is.
      return;
    }
    walk.narrations = narrations;
    const stops = narrations.map(({ stop }) => stop);
    await this.#progress.has(String(session.configuration.walkthrough), stops);
  }

  async #keep({ session, walk }: RunningWalk): Promise<void> {
    // A line that a real process came to is no way through a walkthrough.
    if (session.configuration.walkthrough === undefined) return;
    if (walk.narration && walk.atStop) await this.#progress.reached(walk.narration);
  }
}
