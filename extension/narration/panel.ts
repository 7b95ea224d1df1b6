import * as vscode from 'vscode';
import type { Narration } from '../../engine/adapter/events.ts';
import type { CatalogueEntry } from '../catalogue.ts';
import { Throttle } from '../editor/throttle.ts';
import { evaluate } from '../session/evaluate.ts';
import type { RunningWalk, Sessions } from '../session/sessions.ts';
import { fillWebview } from '../webview/fillWebview.ts';
import type { Answers } from './answers.ts';
import { parsePageMessage, parseSavedPage, type PageContent, type PageMessage, type SavedPage } from './messages.ts';
import { introductionHtml, narrationHtml, spokenText, untoldHtml, type Seen, type Shown } from './narrationHtml.ts';
import { pageHtml } from './pageHtml.ts';
import type { Player } from './player.ts';

const shownCalls = 3;

/** The type of the webview panel; also in package.json, which keeps its editor group for it. */
export const panelType = 'netwalk.narration';

/** What the panel shows and acts on. */
export interface PanelParts {
  readonly sessions: Sessions;
  readonly player: Player;
  readonly answers: Answers;
  readonly catalogue: readonly CatalogueEntry[];
}

/** Shows beside the source what the walkthrough says, and never takes the focus. */
export class NarrationPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: Sessions;
  readonly #player: Player;
  readonly #answers: Answers;
  readonly #catalogue: readonly CatalogueEntry[];
  readonly #subscriptions: vscode.Disposable[];
  readonly #redraw = new Throttle(20, () => this.#draw());
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  /** The stop that is read without being there. */
  #reading: string | undefined;
  /** What was shown last, for after the session and after a reload. */
  #last: Narration | undefined;
  #lookAt: { stop: string; seen: readonly Seen[] } | undefined;
  #drawn: string | undefined;

  constructor(extensionUri: vscode.Uri, { sessions, player, answers, catalogue }: PanelParts) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#player = player;
    this.#answers = answers;
    this.#catalogue = catalogue;
    this.#subscriptions = [
      this.#redraw,
      player.changed.listen(() => this.#redraw.ask()),
      answers.changed.listen(() => this.#redraw.ask()),
      sessions.changed.listen(({ change, running }) => {
        if (change === 'netwalk/narration') this.#reading = undefined;
        if (running && ['netwalk/narration', 'netwalk/state', 'selection'].includes(change)) {
          void this.#look(running);
        }
        this.#redraw.ask();
      }),
    ];
  }

  /** Shows the panel, in a group of its own beside the source. */
  async show(preserveFocus: boolean): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal(undefined, preserveFocus);
      return;
    }
    const { all, activeTabGroup } = vscode.window.tabGroups;
    const isAlone = all.length === 1;
    // A panel cannot stand beside nothing: the program takes the first group.
    const program = this.#entry(this.#sessions.current)?.program;
    if (isAlone && activeTabGroup.tabs.length === 0 && program) {
      await vscode.window.showTextDocument(vscode.Uri.file(program), { preserveFocus: true });
    }
    const viewColumn = isAlone ? vscode.ViewColumn.Two : vscode.ViewColumn.Beside;
    this.#adopt(
      vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Narration'), { viewColumn, preserveFocus }, {}),
    );
  }

  /** Takes over a panel that VS Code restored with its window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const saved = parseSavedPage(state);
    this.#last = saved?.narration;
    if (saved?.choice !== undefined) this.#answers.choose(saved.narration, saved.choice);
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    this.#drawn = undefined;
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media/activity.svg');
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = parsePageMessage(message);
      if (request) this.#take(request);
    });
    panel.onDidDispose(() => (this.#panel = undefined));
    const files = { script: 'media/narration.js', style: 'media/narration.css' };
    fillWebview(panel.webview, this.#extensionUri, files, (parts) => pageHtml(parts, vscode.l10n.t));
  }

  #take(message: PageMessage): void {
    switch (message.do) {
      case 'ready':
        this.#isReady = true;
        this.#drawn = undefined;
        break;
      case 'next':
        void vscode.commands.executeCommand('netwalk.nextStop');
        break;
      case 'back':
        void vscode.commands.executeCommand('netwalk.previousStop');
        break;
      case 'play':
        this.#player.play();
        break;
      case 'pause':
        this.#player.pause();
        break;
      case 'resume':
        void vscode.commands.executeCommand('netwalk.resume', this.#last?.walkthrough);
        break;
      case 'speed':
        this.#player.speed = message.value;
        break;
      case 'here':
        this.#reading = undefined;
        break;
      case 'read':
        this.#reading = message.value;
        break;
      case 'choose': {
        const narration = this.#shown()?.narration;
        if (narration) this.#answers.choose(narration, message.value);
        break;
      }
    }
    this.#redraw.ask();
  }

  #shown(): Shown | undefined {
    const running = this.#sessions.current;
    const walk = running?.walk;
    const read = this.#reading === undefined ? undefined : walk?.narrations.find(({ stop }) => stop === this.#reading);
    const own = running ? walk?.narration : this.#last;
    const narration = read ?? own;
    if (!narration) return undefined;
    this.#last = own;
    const where = !running ? 'over' : read && read.stop !== own?.stop ? 'elsewhere' : walk?.atStop ? 'here' : 'between';
    const seen = this.#lookAt?.stop === narration.stop && where === 'here' ? this.#lookAt.seen : narration.lookAt;
    const calls = where === 'here' || where === 'between' ? (walk?.lastCalls(shownCalls) ?? []) : [];
    return { narration, choice: this.#answers.of(narration), lookAt: seen, calls, where };
  }

  #draw(): void {
    if (!this.#panel || !this.#isReady) return;
    const content = this.#content();
    const drawn = JSON.stringify(content);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    void this.#panel.webview.postMessage({ type: 'show', ...content });
  }

  #content(): PageContent {
    const running = this.#sessions.current;
    const controls = {
      isPlaying: this.#player.isPlaying,
      speed: this.#player.speed,
      isRunning: running?.session.configuration.walkthrough !== undefined,
    };
    const shown = this.#shown();
    if (!shown) return { ...controls, html: this.#introduction(running), spoken: '', position: '', progress: 0 };
    const { narration, choice } = shown;
    const state: SavedPage = { narration, ...(choice === undefined ? {} : { choice }) };
    if (this.#panel) this.#panel.title = narration.walkthroughTitle.split(/[:：]/)[0] ?? narration.walkthroughTitle;
    return {
      ...controls,
      html: narrationHtml(shown, vscode.l10n.t),
      spoken: spokenText(shown, vscode.l10n.t),
      position: `${narration.index + 1}/${narration.count}`,
      progress: (narration.index + 1) / narration.count,
      text: `${narration.walkthrough}/${narration.stop}`,
      state,
    };
  }

  #introduction(running: RunningWalk | undefined): string {
    if (running && running.session.configuration.walkthrough === undefined) {
      return untoldHtml(running.session.name, vscode.l10n.t);
    }
    const entry = this.#entry(running);
    return entry ? introductionHtml(entry, vscode.l10n.t) : '';
  }

  #entry(running: RunningWalk | undefined): CatalogueEntry | undefined {
    const wanted: unknown = running?.session.configuration.walkthrough;
    return this.#catalogue.find(({ id }) => id === wanted) ?? this.#catalogue[0];
  }

  /** Evaluates what a stop says to look at, in the frame that the person looks at. */
  async #look({ session, walk }: RunningWalk): Promise<void> {
    const { narration, atStop } = walk;
    const frame = vscode.debug.activeStackItem;
    if (!narration || !atStop || !(frame instanceof vscode.DebugStackFrame) || frame.session.id !== session.id) return;
    const seen = await Promise.all(
      narration.lookAt.map(async (look): Promise<Seen> => {
        if (look.expression === undefined) return look;
        const value = await evaluate(session, look.expression, frame.frameId);
        return value === undefined ? look : { ...look, value };
      }),
    );
    this.#lookAt = { stop: narration.stop, seen };
    this.#redraw.ask();
  }
}
