import * as vscode from 'vscode';
import type { Timeline } from '../../engine/trace/source.ts';
import { Throttle } from '../editor/throttle.ts';
import { messageOf } from '../errors.ts';
import type { RunningWalk, Sessions } from '../session/sessions.ts';
import { fillWebview, translations } from '../webview/fillWebview.ts';
import { webviewPage } from '../webview/webviewPage.ts';
import { Latest } from './latest.ts';
import { parsePageMessage, type PageMessage, type Said, type Shown } from './messages.ts';
import { timelineHtml } from './timelineHtml.ts';

/** The id of the view, in the panel's area. */
export const timelineView = 'netwalk.timeline';

/** The timeline of the run that the person looks at. */
export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: Sessions;
  readonly #redraw = new Throttle(40, () => this.#looking.ask(() => this.#look()));
  readonly #looking = new Latest();
  readonly #going = new Latest();
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  /** What is in sight in the page; all of it before it has said so. */
  #range: { from: number; to: number; buckets: number } | undefined;

  constructor(extensionUri: vscode.Uri, sessions: Sessions) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#subscriptions = [
      this.#redraw,
      sessions.changed.listen(({ change }) => {
        if (change === 'current' || change === 'started') this.#range = undefined;
        if (['netwalk/state', 'ended', 'current', 'started'].includes(change)) this.#redraw.ask();
      }),
      vscode.window.registerWebviewViewProvider(timelineView, this),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const { webview } = view;
    webview.onDidReceiveMessage((message: unknown) => {
      const request = parsePageMessage(message);
      if (request) this.#take(request);
    });
    view.onDidChangeVisibility(() => this.#redraw.ask());
    view.onDidDispose(() => (this.#view = undefined));
    const { t } = vscode.l10n;
    const content = { title: t('Timeline'), body: timelineHtml(t), texts: translations() };
    const files = { script: 'dist/timeline.js', style: 'media/timeline.css' };
    fillWebview(webview, this.#extensionUri, files, (parts) => webviewPage(parts, content));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #take(message: PageMessage): void {
    switch (message.do) {
      case 'ready':
        this.#range = undefined;
        this.#redraw.ask();
        break;
      case 'look':
        this.#range = { from: message.from, to: message.to, buckets: message.buckets };
        this.#redraw.ask();
        break;
      case 'go':
        this.#going.ask(() => this.#go(message.step));
        break;
    }
  }

  /** While the pointer drags, the program is asked for the last place only, and once it stands at the one before. */
  async #go(step: number): Promise<void> {
    const { current } = this.#sessions;
    if (!current) return;
    try {
      const stands = this.#standing(current);
      await this.#sessions.request('netwalk/goTo', { step });
      await stands;
      this.#say('');
    } catch (error) {
      this.#say(messageOf(error));
    }
  }

  /** Until the next stop is told; not for ever, for a run may end. */
  async #standing(running: RunningWalk): Promise<void> {
    return new Promise((resolve) => {
      const listening = this.#sessions.changed.listen(({ change, running: changed }) => {
        if (changed === running && (change === 'netwalk/state' || change === 'ended')) done();
      });
      const late = setTimeout(() => done(), 2000);
      const done = (): void => {
        clearTimeout(late);
        listening.dispose();
        resolve();
      };
    });
  }

  /** What nobody sees is not asked for; it is when it comes into sight. */
  async #look(): Promise<void> {
    const view = this.#view;
    if (!view?.visible) return;
    const { current } = this.#sessions;
    // Before its first stop there is nothing to see, and a run that has ended answers no more.
    const timeline = current?.walk.state ? await this.#ask() : undefined;
    if (current !== this.#sessions.current || (current?.walk.state && timeline === undefined)) return;
    const shown: Shown = {
      type: 'show',
      timeline: timeline ?? null,
      current: current?.walk.state?.goid ?? null,
      run: current?.session.id ?? '',
    };
    await view.webview.postMessage(shown);
  }

  async #ask(): Promise<Timeline | undefined> {
    try {
      return await this.#sessions.request('netwalk/timeline', { ...this.#range, lanes: 40 });
    } catch {
      return undefined;
    }
  }

  #say(text: string): void {
    void this.#view?.webview.postMessage({ type: 'say', text } satisfies Said);
  }
}
