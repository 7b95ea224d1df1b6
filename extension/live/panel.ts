import * as vscode from 'vscode';
import type { Place } from '../../engine/trace/source.ts';
import { Throttle } from '../editor/throttle.ts';
import { sayError } from '../errors.ts';
import { evaluate } from '../session/evaluate.ts';
import type { Sessions } from '../session/sessions.ts';
import { fillWebview, translations } from '../webview/fillWebview.ts';
import { saveAs } from '../webview/saveAs.ts';
import { webviewPage } from '../webview/webviewPage.ts';
import type { LiveModel } from './content.ts';
import { farEnds, type OtherSession } from './ends.ts';
import { descriptorExpressions, type Pointed } from './pointing.ts';
import { Sender } from './parts.ts';
import { parsePageMessage, parseSavedPage, type PageMessage } from './messages.ts';
import type { Picture } from './picture.ts';
import { shownOf, type Shown } from './shown.ts';

/** The type of the webview panel; also in package.json, which keeps its editor group for it. */
export const livePanelType = 'netwalk.live';

/** So many frames up the stack a descriptor is looked for. */
const mostCallers = 8;

async function descriptorIn(
  session: vscode.DebugSession,
  expression: string,
  frameId: number,
): Promise<number | undefined> {
  const value = await evaluate(session, expression, frameId);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

async function callersOf({ session, threadId }: vscode.DebugStackFrame): Promise<{ id: number }[]> {
  try {
    const answer = (await session.customRequest('stackTrace', { threadId, startFrame: 1, levels: mostCallers })) as { stackFrames: { id: number }[] }; // prettier-ignore
    return answer.stackFrames;
  } catch {
    // It runs on.
    return [];
  }
}

/** The live picture: shows beside the source what the program and the kernel hold, and never takes the focus by itself. */
export class LivePanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #sessions: Sessions;
  readonly #subscriptions: vscode.Disposable[];
  readonly #redraw = new Throttle(8, () => this.#draw());
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  #number = 0;
  #model: LiveModel | undefined;
  /** What the page had kept from before the window was loaded. */
  #restored: Picture | undefined;
  #drawn: string | undefined;
  readonly #sender = new Sender();
  #looks = 0;
  /** What the last stop of a walkthrough says to look at. */
  #looked: { stop: string; pointed: Pointed } | undefined;

  constructor(extensionUri: vscode.Uri, sessions: Sessions) {
    this.#extensionUri = extensionUri;
    this.#sessions = sessions;
    this.#subscriptions = [
      this.#redraw,
      sessions.changed.listen(({ change }) => {
        if (change === 'netwalk/state' || change === 'current') this.#number++;
        // What is left of the run before has nothing to do with this one.
        if (change === 'started') this.#model = this.#restored = undefined;
        if (change === 'selection' || change === 'netwalk/narration') void this.#look();
        if (['started', 'netwalk/state', 'ended', 'current', 'selection'].includes(change)) this.#redraw.ask();
      }),
    ];
  }

  /** Shows the picture where it is; else beside the source, or below it where the narration stands beside it. The focus stays where it is. */
  async show(): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const isAlone = vscode.window.tabGroups.all.length === 1;
    const create = (viewColumn: vscode.ViewColumn): void =>
      this.#adopt(
        vscode.window.createWebviewPanel(
          livePanelType,
          vscode.l10n.t('Netwalk: Live'),
          { viewColumn, preserveFocus: true },
          {},
        ),
      );
    if (isAlone) {
      create(vscode.ViewColumn.Two);
      return;
    }
    // A third column would leave each of them too narrow.
    await vscode.commands.executeCommand('workbench.action.newGroupBelow');
    create(vscode.ViewColumn.Active);
    await vscode.commands.executeCommand('workbench.action.focusAboveGroup');
  }

  /** Takes over a panel that VS Code restored with its window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    this.#restored = parseSavedPage(state)?.picture;
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
      if (request) this.#take(request).catch(sayError);
    });
    panel.onDidChangeViewState(() => this.#redraw.ask());
    panel.onDidDispose(() => (this.#panel = undefined));
    const content = {
      title: vscode.l10n.t('Live'),
      body: '<div id="root"></div>',
      texts: translations(),
      hasPictures: true,
    };
    const files = { script: 'dist/live.js', style: 'media/live.css' };
    fillWebview(panel.webview, this.#extensionUri, files, (parts) => webviewPage(parts, content));
  }

  async #take(message: PageMessage): Promise<void> {
    switch (message.do) {
      case 'ready':
        this.#isReady = true;
        this.#drawn = undefined;
        this.#sender.forget();
        this.#redraw.ask();
        await this.#look();
        break;
      case 'goroutine':
        await this.#open(this.#model?.state.goroutines.find(({ goid }) => goid === message.value)?.place);
        // Behind the line: VS Code shows a frame where its file is open already. A program that runs has no frames.
        await this.#sessions.request('netwalk/select', { goid: message.value }).catch(() => undefined);
        break;
      case 'descriptor':
        await this.#open(this.#model?.state.descriptors.find(({ fd }) => fd === message.value)?.made);
        break;
      case 'variable':
        await this.#sessions.request('netwalk/show', { expression: message.value });
        await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.value);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', message.value), 3000);
        break;
      case 'save':
        await saveAs(message.format, 'netwalk', message.value);
        break;
    }
  }

  /** Shows a line in an editor that is not the picture's. */
  async #open(place: Place | null | undefined): Promise<void> {
    const file = place && this.#sessions.current?.walk.pathOf(place);
    if (!place || !file) return;
    const position = new vscode.Position(place.line - 1, 0);
    const editors = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined);
    const known = editors.find(({ document }) => document.uri.fsPath === file) ?? editors[0];
    const elsewhere =
      this.#panel?.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await vscode.window.showTextDocument(vscode.Uri.file(file), {
      viewColumn: known?.viewColumn ?? elsewhere,
      selection: new vscode.Range(position, position),
    });
  }

  #draw(): void {
    const panel = this.#panel;
    // What nobody sees is not drawn; it is when it comes into sight.
    if (!panel?.visible || !this.#isReady) return;
    this.#renew();
    const isOver = this.#sessions.current === undefined;
    const model = this.#model;
    const drawn = `${this.#number} ${isOver} ${JSON.stringify([model?.selected, model?.ends, model?.pointed])}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const shown: Shown = model
      ? shownOf(model, this.#number, isOver, vscode.l10n.t, this.#sender)
      : { type: 'show', number: this.#number, picture: this.#restored ? this.#sender.partsOf(this.#restored) : null, looked: null, isOver }; // prettier-ignore
    void panel.webview.postMessage(shown);
  }

  /** The other sessions of the window, as they were at their last stop. */
  #others(): OtherSession[] {
    const current = this.#sessions.current?.session.id;
    return this.#sessions.all.flatMap(({ session, walk: { state, info } }): OtherSession[] => {
      if (session.id === current || !state) return [];
      const pid = info?.recorded == null ? (info?.pid ?? null) : null;
      return [{ name: session.name, pid, descriptors: state.descriptors }];
    });
  }

  /** Finds out which descriptors a stop speaks of, in the frame that the person looks at. */
  async #look(): Promise<void> {
    const number = ++this.#looks;
    const running = this.#sessions.current;
    const frame = vscode.debug.activeStackItem;
    if (!this.#panel || !running?.walk.narration || !running.walk.atStop) return;
    if (!(frame instanceof vscode.DebugStackFrame) || frame.session.id !== running.session.id) return;
    const { stop, title, lookAt } = running.walk.narration;
    const before = this.#looked?.stop === stop ? this.#looked.pointed.marks : [];
    const marks = await Promise.all(
      lookAt.map(async (look, index) => {
        for (const expression of descriptorExpressions(look)) {
          const fd = await descriptorIn(running.session, expression, frame.frameId);
          if (fd !== undefined) return { view: look.view, fd };
        }
        // Who calls may know what is not handed on: the program's own epoll instance.
        for (const { id } of look.expression === undefined ? [] : await callersOf(frame)) {
          const fd = await descriptorIn(running.session, look.expression ?? '', id);
          if (fd !== undefined) return { view: look.view, fd };
        }
        // Another frame than that of the stop does not know.
        return { view: look.view, fd: before[index]?.fd ?? null };
      }),
    );
    // Another frame was selected meanwhile.
    if (number !== this.#looks) return;
    this.#looked = { stop, pointed: { title, marks } };
    this.#redraw.ask();
  }

  /** Makes the model of what the session tells now, if there is one. */
  #renew(): void {
    const walk = this.#sessions.current?.walk;
    if (walk?.state) {
      const isRecording = walk.info?.recorded != null;
      this.#model = {
        state: walk.state,
        selected: this.#sessions.selectedGoroutine ?? null,
        pid: isRecording ? null : (walk.info?.pid ?? null),
        isRecording,
        ends: farEnds(walk.state.descriptors, this.#others()),
        pointed: walk.atStop && this.#looked?.stop === walk.narration?.stop ? (this.#looked?.pointed ?? null) : null,
      };
    }
  }
}
