import path from 'node:path';
import * as vscode from 'vscode';
import { activeFile } from './editor/activeFile.ts';
import { lineOfMain } from './editor/mainFunction.ts';
import { programOf } from './editor/programOf.ts';
import { copyProgram } from './mine.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { speeds } from './narration/messages.ts';
import type { LivePanel } from './live/panel.ts';
import type { MeasurePanel } from './measure/panel.ts';
import type { NarrationPanel } from './narration/panel.ts';
import type { Player } from './narration/player.ts';
import type { Progress } from './progress.ts';
import {
  pickWalkthrough,
  walkOfMine,
  walkOfProgram,
  walkOfWalkthrough,
  type Configurations,
} from './session/configurations.ts';
import { attachTo, pickGoProcess } from './session/goProcesses.ts';
import { debugType, type Sessions } from './session/sessions.ts';
import { walkTogether } from './session/together.ts';
import { openRecording } from './recordings/replay.ts';
import { travelCommands } from './timeline/commands.ts';
import type { TerminalPath } from './terminalPath.ts';
import type { Verify } from './verify.ts';
import { pickSession } from './views/runningSessions.ts';

/** What the commands act on. */
export interface Parts {
  readonly extensionPath: string;
  readonly sessions: Sessions;
  readonly configurations: Configurations;
  readonly player: Player;
  readonly progress: Progress;
  readonly panel: () => Promise<NarrationPanel>;
  readonly live: () => Promise<LivePanel>;
  readonly verify: Verify;
  readonly terminalPath: TerminalPath;
  readonly measure: MeasurePanel;
}

/** What a command is called with from the tree: a row. */
interface Row {
  entry?: { id: string };
  stop?: { id: string };
  goid?: number;
  /** A running session: named by a link, or a row of its view. */
  session?: string;
  id?: string;
}

/** The file on disk is what runs. */
async function saved(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty) await document.save();
}

/** Go's own files are open as well while one walks: they are no programs. */
const hasMain = async (uri: vscode.Uri): Promise<boolean> =>
  lineOfMain((await vscode.workspace.openTextDocument(uri)).getText()) !== undefined;

/** All commands by their id; package.json has their titles and keys. */
export function commandsOf(parts: Parts): Record<string, (argument?: string | vscode.Uri | Row) => Promise<unknown>> {
  const { sessions, player, progress, configurations } = parts;
  return {
    ...travelCommands(sessions),
    'netwalk.start': async (argument) => {
      const row = typeof argument === 'string' ? { entry: { id: argument } } : (argument as Row | undefined);
      await startWalkthrough(parts, row?.entry?.id, row?.stop?.id);
    },
    'netwalk.resume': async (argument) => {
      const wanted = typeof argument === 'string' ? argument : progress.latest?.walkthrough;
      const reached = wanted === undefined ? undefined : progress.of(wanted);
      const isOver = !reached || reached.index >= reached.count - 1;
      await startWalkthrough(parts, wanted, isOver ? undefined : reached.stop);
    },
    'netwalk.nextStop': async () => {
      await sessions.request('netwalk/nextStop');
    },
    'netwalk.previousStop': async () => {
      player.pause();
      await sessions.request('netwalk/previousStop');
    },
    'netwalk.measure': async () => parts.measure.show(),
    'netwalk.play': async () => player.play(),
    'netwalk.pause': async () => player.pause(),
    'netwalk.speed': async () => {
      const items = speeds.map((speed) => ({ label: `${speed}×`, picked: speed === player.speed, speed }));
      const placeHolder = vscode.l10n.t('How fast to play');
      const chosen = await vscode.window.showQuickPick(items, { placeHolder });
      if (chosen) player.speed = chosen.speed;
    },
    'netwalk.walkFile': async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : activeFile();
      if (uri?.scheme !== 'file' || !uri.fsPath.endsWith('.go')) {
        void vscode.window.showErrorMessage(vscode.l10n.t('Open a Go file with a func main first.'));
        return;
      }
      await saved(uri);
      await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), walkOfProgram(programOf(uri.fsPath)));
    },
    'netwalk.makeItMine': async (argument) => {
      const entry = await chosenWalkthrough(argument);
      const copy = entry && (await copyProgram(entry));
      if (!copy) return;
      await vscode.window.showTextDocument(copy);
      await vscode.debug.startDebugging(
        vscode.workspace.getWorkspaceFolder(copy),
        walkOfMine(entry.id, entry.title, copy.fsPath),
      );
    },
    'netwalk.verify': async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : activeFile();
      const isRow = argument !== undefined && !(argument instanceof vscode.Uri);
      if (!isRow && uri?.scheme === 'file' && uri.fsPath.endsWith('.go') && (await hasMain(uri))) {
        await saved(uri);
        await parts.verify.compare(programOf(uri.fsPath), path.basename(uri.fsPath));
        return;
      }
      const entry = await chosenWalkthrough(argument);
      if (entry) await parts.verify.compare(entry.id, entry.id);
    },
    'netwalk.attach': async (argument) => {
      const named = (argument as Row | undefined)?.session ?? (argument as Row | undefined)?.id;
      const session = named ?? (await pickSession())?.id;
      if (session === undefined) return;
      await vscode.debug.startDebugging(undefined, { type: debugType, request: 'attach', name: session, session });
    },
    'netwalk.attachToProcess': async () => {
      const pid = await pickGoProcess(parts.extensionPath);
      if (pid !== undefined) await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], attachTo(pid));
    },
    // A variable of launch.json: its value is a text.
    'netwalk.pickGoProcess': async () => (await pickGoProcess(parts.extensionPath))?.toString(),
    'netwalk.listenAndDial': async () => {
      await vscode.debug.startDebugging(undefined, walkTogether());
    },
    'netwalk.addToPath': async () => parts.terminalPath.add(),
    'netwalk.takeControl': async () => {
      await sessions.request('netwalk/takeControl');
    },
    'netwalk.openRecording': async (argument) =>
      openRecording(parts.extensionPath, argument instanceof vscode.Uri ? argument : undefined),
    'netwalk.showNarration': async () => (await parts.panel()).show(false),
    'netwalk.showLive': async () => (await parts.live()).show(),
    'netwalk.resetProgress': async () => {
      const forget = vscode.l10n.t('Forget');
      const question = vscode.l10n.t('Forget how far you came in the walkthroughs?');
      if ((await vscode.window.showWarningMessage(question, { modal: true }, forget)) === forget) {
        await progress.forget();
      }
    },
    'netwalk.hold': async (argument) => hold(argument as Row | undefined, true),
    'netwalk.release': async (argument) => hold(argument as Row | undefined, false),
  };

  /** That of the row, of the id, or the one that the person picks. */
  async function chosenWalkthrough(argument?: string | vscode.Uri | Row): Promise<CatalogueEntry | undefined> {
    const id = typeof argument === 'string' ? argument : (argument as Row | undefined)?.entry?.id;
    const entries = configurations.walkthroughs;
    return id === undefined ? pickWalkthrough(entries) : entries.find((known) => known.id === id);
  }

  async function hold(row: Row | undefined, held: boolean): Promise<void> {
    const goid = row?.goid ?? sessions.selectedGoroutine;
    if (goid !== undefined) await sessions.request('netwalk/hold', { goid, held });
  }

  async function startWalkthrough({ panel }: Parts, id?: string, stop?: string): Promise<void> {
    const entries = configurations.walkthroughs;
    const entry = id === undefined ? await pickWalkthrough(entries) : entries.find((known) => known.id === id);
    if (!entry) {
      if (id !== undefined) void vscode.window.showErrorMessage(vscode.l10n.t('There is no walkthrough "{0}".', id));
      return;
    }
    const running = sessions.current;
    if (running?.session.configuration.walkthrough === entry.id) {
      if (stop === undefined) {
        await (await panel()).show(true);
        return;
      }
      await vscode.debug.stopDebugging(running.session);
    }
    await vscode.debug.startDebugging(
      vscode.workspace.workspaceFolders?.[0],
      walkOfWalkthrough(entry.id, entry.title, stop),
    );
  }
}
