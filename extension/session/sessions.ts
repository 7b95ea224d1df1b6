import * as vscode from 'vscode';
import type { CustomEvents, CustomRequests } from '../../engine/adapter/events.ts';
import { Signal } from '../signal.ts';
import { isEventName, Walk, type EventName } from './walk.ts';

/** The type of our debug sessions. */
export const debugType = 'netwalk';

/** What happened to a session: one of its events, its begin or end, another one became current, or a frame was selected. */
export type Change = EventName | 'started' | 'ended' | 'current' | 'selection';

/** A debug session of ours and what is known of it. */
export interface RunningWalk {
  readonly session: vscode.DebugSession;
  readonly walk: Walk;
}

/** The netwalk sessions of this window, and which of them the person looks at. Every view follows it. */
export class Sessions implements vscode.Disposable {
  readonly changed = new Signal<{ change: Change; running: RunningWalk | undefined }>();
  readonly #running = new Map<string, RunningWalk>();
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor() {
    this.#subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => {
        const running = this.#of(session);
        if (running) this.changed.fire({ change: 'started', running });
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        const running = this.#running.get(session.id);
        this.#running.delete(session.id);
        if (running) this.changed.fire({ change: 'ended', running });
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        const running = this.#of(session);
        if (!running || !isEventName(event)) return;
        running.walk.apply(event, body as CustomEvents[typeof event]);
        this.changed.fire({ change: event, running });
      }),
      vscode.debug.onDidChangeActiveDebugSession(() => this.#fire('current')),
      vscode.debug.onDidChangeActiveStackItem(() => this.#fire('selection')),
    );
  }

  /** The session in the focus of VS Code's debugger if it is ours, else the youngest of ours. */
  get current(): RunningWalk | undefined {
    const active = vscode.debug.activeDebugSession;
    return (active && this.#running.get(active.id)) ?? [...this.#running.values()].at(-1);
  }

  /** All of this window. */
  get all(): readonly RunningWalk[] {
    return [...this.#running.values()];
  }

  /** The goroutine selected in the Call Stack, or the one that stopped. */
  get selectedGoroutine(): number | undefined {
    const { current } = this;
    const item = vscode.debug.activeStackItem;
    if (item && item.session.id === current?.session.id) return item.threadId;
    return current?.walk.state?.goid;
  }

  /** Sends one of our own requests to the session that the person looks at. */
  async request<K extends keyof CustomRequests>(
    name: K,
    ...[args]: CustomRequests[K]['arguments'] extends Record<string, never>
      ? []
      : [argument: CustomRequests[K]['arguments']]
  ): Promise<CustomRequests[K]['result'] | undefined> {
    const { current } = this;
    if (!current) return undefined;
    return (await current.session.customRequest(name, args ?? {})) as CustomRequests[K]['result'];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Events of a session may come before VS Code says that it started. */
  #of(session: vscode.DebugSession): RunningWalk | undefined {
    if (session.type !== debugType) return undefined;
    const running = this.#running.get(session.id) ?? { session, walk: new Walk() };
    this.#running.set(session.id, running);
    return running;
  }

  #fire(change: Change): void {
    this.changed.fire({ change, running: this.current });
  }
}
