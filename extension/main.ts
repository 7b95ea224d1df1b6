import * as vscode from 'vscode';
import { commandsOf } from './commands.ts';
import { Decorations } from './editor/decorations.ts';
import { InlineValues } from './editor/inlineValues.ts';
import { ProtectSource } from './editor/protectSource.ts';
import { SideBySide } from './editor/sideBySide.ts';
import { WalkLens } from './editor/walkLens.ts';
import { sayError } from './errors.ts';
import { Answers } from './narration/answers.ts';
import { MeasurePanel } from './measure/panel.ts';
import { Narrator } from './narration/narrator.ts';
import type { LivePanel } from './live/panel.ts';
import type { NarrationPanel } from './narration/panel.ts';
import { Player } from './narration/player.ts';
import { Problems } from './problems.ts';
import { Progress } from './progress.ts';
import { RecordingEditor } from './recordings/editor.ts';
import { Configurations } from './session/configurations.ts';
import { EngineFactory } from './session/engine.ts';
import { Reattach } from './session/reattach.ts';
import { debugType, Sessions } from './session/sessions.ts';
import { UnexpectedEnd } from './session/unexpectedEnd.ts';
import { Status } from './status.ts';
import { TerminalPath } from './terminalPath.ts';
import { TimelineView } from './timeline/view.ts';
import { DescriptorsView } from './views/descriptors.ts';
import { Verify } from './verify.ts';
import { GoroutinesView } from './views/goroutines.ts';
import { RunningSessionsView } from './views/runningSessions.ts';
import { WalkthroughsView } from './views/walkthroughs.ts';

/** Puts the parts together. Nothing here waits, and what is big is loaded when it is first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, extensionPath, extensionUri, globalState } = context;
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    subscriptions.push(part);
    return part;
  };
  const engine = new EngineFactory(extensionPath, (context.extension.packageJSON as { version: string }).version);
  const configurations = new Configurations(extensionPath, engine);
  const catalogue = configurations.walkthroughs;
  const sessions = own(new Sessions());
  const progress = new Progress(globalState);
  const answers = new Answers();
  const player = own(new Player(() => void goOn(sessions, player)));

  const verify = own(new Verify(extensionPath));
  const terminalPath = new TerminalPath(context);

  let loading: Promise<NarrationPanel> | undefined;
  const panel = (): Promise<NarrationPanel> =>
    (loading ??= import('./narration/panel.ts').then((module) =>
      own(new module.NarrationPanel(extensionUri, { sessions, player, answers, catalogue })),
    ));

  let loadingLive: Promise<LivePanel> | undefined;
  const live = (): Promise<LivePanel> =>
    (loadingLive ??= import('./live/panel.ts').then((module) => own(new module.LivePanel(extensionUri, sessions))));

  own(vscode.debug.registerDebugAdapterDescriptorFactory(debugType, engine));
  own(vscode.debug.registerDebugAdapterTrackerFactory(debugType, new UnexpectedEnd()));
  own(vscode.debug.registerDebugConfigurationProvider(debugType, configurations));
  own(
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      configurations,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );

  own(new WalkthroughsView(catalogue, progress, sessions));
  own(new RunningSessionsView(sessions));
  own(new GoroutinesView(sessions));
  own(new DescriptorsView(sessions));
  own(new TimelineView(extensionUri, sessions));
  own(new Decorations(sessions));
  own(new ProtectSource(sessions));
  own(new SideBySide(sessions));
  const measure = own(new MeasurePanel(extensionUri));
  own(new Problems(sessions));
  own(new Status(sessions));
  own(new Narrator({ sessions, player, progress, answers, panel }));
  own(
    player.changed.listen(() => {
      void vscode.commands.executeCommand('setContext', 'netwalk.isPlaying', player.isPlaying);
    }),
  );

  own(new Reattach(context.workspaceState));

  const goFiles = { pattern: '**/*.go' };
  own(vscode.languages.registerCodeLensProvider(goFiles, own(new WalkLens())));
  own(vscode.languages.registerInlineValuesProvider(goFiles, new InlineValues()));
  own(
    vscode.window.registerCustomEditorProvider(RecordingEditor.viewType, new RecordingEditor(extensionUri, catalogue), {
      supportsMultipleEditorsPerDocument: true,
    }),
  );
  own(
    vscode.window.registerWebviewPanelSerializer('netwalk.narration', {
      deserializeWebviewPanel: async (restored, state) => (await panel()).restore(restored, state),
    }),
  );
  own(
    vscode.window.registerWebviewPanelSerializer('netwalk.live', {
      deserializeWebviewPanel: async (restored, state) => (await live()).restore(restored, state),
    }),
  );

  for (const [id, act] of Object.entries(
    commandsOf({
      extensionPath,
      sessions,
      configurations,
      player,
      progress,
      panel,
      live,
      verify,
      terminalPath,
      measure,
    }),
  )) {
    own(vscode.commands.registerCommand(id, (argument?: Parameters<typeof act>[0]) => act(argument).catch(sayError)));
  }
}

/** What playing does next: to the next stop of a walkthrough, else one step. */
async function goOn(sessions: Sessions, player: Player): Promise<void> {
  const { current } = sessions;
  if (!current) return;
  const { narration } = current.walk;
  if (current.session.configuration.walkthrough === undefined) {
    await vscode.commands.executeCommand('workbench.action.debug.stepInto');
  } else if (narration && narration.index >= narration.count - 1) {
    player.pause();
  } else {
    await vscode.commands.executeCommand('netwalk.nextStop');
  }
}
