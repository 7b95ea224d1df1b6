import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readCatalogue, type CatalogueEntry } from '../catalogue.ts';
import { lineOfMain } from '../editor/mainFunction.ts';
import { programOf } from '../editor/programOf.ts';
import { pickSession } from '../views/runningSessions.ts';
import { languageOf } from '../words.ts';
import { attachProblem, launchProblem } from './configurationChecks.ts';
import type { EngineFactory } from './engine.ts';
import { askNeeds, refusalMessage } from './needs.ts';
import { findSession, runningSessions, type Wanted } from './sessionFolder.ts';
import { debugType } from './sessions.ts';
import { walkTogether } from './together.ts';

/** Makes, completes and checks debug configurations, with or without a launch.json. */
export class Configurations implements vscode.DebugConfigurationProvider {
  readonly #extensionPath: string;
  readonly #engine: EngineFactory;
  readonly #walkthroughsFolder: string;

  constructor(extensionPath: string, engine: EngineFactory) {
    this.#extensionPath = extensionPath;
    this.#engine = engine;
    this.#walkthroughsFolder = path.join(extensionPath, 'walkthroughs');
  }

  get walkthroughs(): CatalogueEntry[] {
    return readCatalogue(this.#walkthroughsFolder, languageOf(vscode.env.language));
  }

  /** What a new launch.json begins with, and what the list of the Run view offers: this file, and every walkthrough. */
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    const program = currentProgram();
    return [
      ...(program ? [walkOfProgram(program)] : []),
      ...this.walkthroughs.map(({ id, title }) => walkOfWalkthrough(id, title)),
      walkTogether(),
    ];
  }

  /** Fills in what is missing; F5 without any configuration walks the Go file in the editor, or asks for a walkthrough. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const isEmpty = !given.type && !given.request && !given.name;
    const configuration = isEmpty ? await this.#choose() : given;
    if (!configuration || configuration.request === 'attach') return configuration;
    const settings = vscode.workspace.getConfiguration('netwalk');
    const defaults = {
      goVersion: settings.get<string>('goVersion') || undefined,
      goroot: settings.get<string>('goroot') || undefined,
      stepInto: settings.get<string[]>('stepInto'),
      stepOver: settings.get<string>('stepOver'),
      historySteps: settings.get<number>('historySteps'),
      stopOnEntry: true,
      locale: languageOf(vscode.env.language),
    };
    const chosen = Object.entries(defaults).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(chosen), ...configuration };
  }

  /** Checks before anything starts; VS Code has replaced its variables by now. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined | null> {
    const { missing } = this.#engine;
    if (configuration.recording !== undefined) completePaths(configuration);
    if (configuration.processId !== undefined) completeProcess(configuration);
    else if (configuration.request === 'attach' && !(await this.#chooseSession(configuration))) return undefined;
    const recording = path.join(this.#walkthroughsFolder, String(configuration.walkthrough), 'recording.nwr');
    const isRecording = configuration.recording !== undefined;
    if (missing && !isRecording && configuration.walkthrough !== undefined && fs.existsSync(recording)) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} The recording of this walkthrough is played.', missing),
      );
      return { ...configuration, name: vscode.l10n.t('Recording: {0}', configuration.name), recording };
    }
    if (missing && !isRecording) {
      await offerReading(missing, this.walkthroughs);
      return undefined;
    }
    const problem =
      configuration.request === 'attach'
        ? attachProblem(configuration, process.getuid?.(), vscode.l10n.t)
        : launchProblem(
            configuration,
            this.walkthroughs.map(({ id }) => id),
            vscode.l10n.t,
          );
    if (!problem) return this.#asFarAsAllowed(configuration, recording);
    const open = vscode.l10n.t('Open launch.json');
    const answer = await vscode.window.showErrorMessage(problem, ...(folder ? [open] : []));
    // null opens launch.json, undefined only cancels.
    return answer === open ? null : undefined;
  }

  /** What the machine forbids is said before anything starts, and the recording is offered. */
  async #asFarAsAllowed(
    configuration: vscode.DebugConfiguration,
    recording: string,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { walkthrough } = configuration;
    const entry = this.walkthroughs.find(({ id }) => id === walkthrough);
    if (!entry || entry.needs.length === 0 || configuration.recording !== undefined) return configuration;
    const refusal = await askNeeds(this.#extensionPath, entry.id);
    if (refusal === null) return configuration;
    const play = fs.existsSync(recording) ? [vscode.l10n.t('Play the Recording')] : [];
    const answer = await vscode.window.showWarningMessage(refusalMessage(refusal, vscode.l10n.t), ...play);
    if (answer === undefined) return undefined;
    return { ...configuration, name: vscode.l10n.t('Recording: {0}', configuration.name), recording };
  }

  /** Puts in what the session says of itself; asks which, when the configuration does not say. False: nothing was chosen. */
  async #chooseSession(configuration: vscode.DebugConfiguration): Promise<boolean> {
    const { session, pid, socket } = configuration;
    const isOpen = session === undefined && pid === undefined && socket === undefined;
    const found = isOpen ? await pickSession() : findSession({ session, pid, socket } as Wanted, runningSessions());
    if (found) {
      configuration.socket = found.socket;
      configuration.session = found.id;
      configuration.sourceHash = found.sourceHash;
      configuration.engine = this.#engine.version;
    } else if (!isOpen && socket === undefined) {
      void vscode.window.showErrorMessage(vscode.l10n.t('No session {0} runs.', String(session ?? pid)));
    }
    return found !== undefined || socket !== undefined;
  }

  async #choose(): Promise<vscode.DebugConfiguration | undefined> {
    const program = currentProgram();
    if (program) return walkOfProgram(program);
    const walkthrough = await pickWalkthrough(this.walkthroughs);
    return walkthrough && walkOfWalkthrough(walkthrough.id, walkthrough.title);
  }
}

/** What is said in the settings; a variable such as `${command:pickGoProcess}` has become a text. */
function completeProcess(configuration: vscode.DebugConfiguration): void {
  const processId: unknown = configuration.processId;
  if (typeof processId === 'string' && /^\d+$/.test(processId)) configuration.processId = Number(processId);
  completePaths(configuration);
  configuration.goroot ??= vscode.workspace.getConfiguration('netwalk').get<string>('goroot') || undefined;
  configuration.locale ??= languageOf(vscode.env.language);
}

/** Where the files of a real process are here. */
function completePaths(configuration: vscode.DebugConfiguration): void {
  configuration.substitutePath ??= vscode.workspace.getConfiguration('netwalk').get<unknown[]>('substitutePath', []);
  configuration.folders ??= vscode.workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
}

/** The configuration that walks a walkthrough, up to a stop of it if one is named. */
export function walkOfWalkthrough(id: string, title: string, stop?: string): vscode.DebugConfiguration {
  return {
    type: debugType,
    request: 'launch',
    name: title,
    walkthrough: id,
    ...(stop === undefined ? {} : { stop }),
    // The room is for the source and the narration; system calls stand on their lines anyway.
    internalConsoleOptions: 'neverOpen',
  };
}

/** The configuration that tells a walkthrough along a program which was made from its own. */
export function walkOfMine(id: string, title: string, program: string): vscode.DebugConfiguration {
  return { ...walkOfWalkthrough(id, title), name: vscode.l10n.t('Mine: {0}', title), program };
}

/** The configuration that walks a person's own program. */
export function walkOfProgram(program: string): vscode.DebugConfiguration {
  const name = vscode.l10n.t('Walk {0}', path.basename(program));
  return { type: debugType, request: 'launch', name, program };
}

/** Asks which walkthrough. */
export async function pickWalkthrough(walkthroughs: CatalogueEntry[]): Promise<CatalogueEntry | undefined> {
  const items = walkthroughs.map((entry) => ({
    label: entry.title,
    detail: entry.chapters.map(({ title }) => title).join(' · '),
    entry,
  }));
  const options = { placeHolder: vscode.l10n.t('Which walkthrough?'), matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.entry;
}

/** The Go file in the active editor when it has a func main. */
function currentProgram(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || document.uri.scheme !== 'file' || !document.fileName.endsWith('.go')) return undefined;
  return lineOfMain(document.getText()) === undefined ? undefined : programOf(document.fileName);
}

/** Says what is missing on this machine, and offers what works without it. */
async function offerReading(missing: string, walkthroughs: CatalogueEntry[]): Promise<void> {
  const read = vscode.l10n.t('Read a walkthrough');
  if ((await vscode.window.showErrorMessage(missing, read)) !== read) return;
  const walkthrough = walkthroughs.length === 1 ? walkthroughs[0] : await pickWalkthrough(walkthroughs);
  if (walkthrough) {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(walkthrough.prose));
  }
}
