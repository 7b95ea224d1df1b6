import * as vscode from 'vscode';
import { findSession, runningSessions, type Wanted } from './sessionFolder.ts';
import { debugType } from './sessions.ts';

const key = 'netwalk.attached';

/** Comes back to the sessions to which this window was attached when it was reloaded. Those that it left, or that have ended, are forgotten. */
export class Reattach implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #attached = new Set<string>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#subscriptions = [
      vscode.debug.onDidStartDebugSession((session) => this.#keep(session, true)),
      vscode.debug.onDidTerminateDebugSession((session) => this.#keep(session, false)),
    ];
    void this.#comeBack(state.get<string[]>(key, []));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #comeBack(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const running = new Set(runningSessions().map(({ id }) => id));
    for (const session of ids.filter((id) => running.has(id))) {
      await vscode.debug.startDebugging(undefined, { type: debugType, request: 'attach', name: session, session });
    }
    await this.#save();
  }

  #keep({ type, configuration }: vscode.DebugSession, isAttached: boolean): void {
    if (type !== debugType || configuration.request !== 'attach') return;
    const named: unknown = configuration.session;
    const id = typeof named === 'string' ? named : findSession(wanted(configuration), runningSessions())?.id;
    if (id === undefined) return;
    if (isAttached) this.#attached.add(id);
    else this.#attached.delete(id);
    void this.#save();
  }

  #save(): Thenable<void> {
    return this.#state.update(key, [...this.#attached]);
  }
}

const wanted = ({ session, pid, socket }: vscode.DebugConfiguration): Wanted => ({ session, pid, socket });
