import * as vscode from 'vscode';
import type { Description } from '../../engine/session/sessions/description.ts';
import { runningSessions } from '../session/sessionFolder.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Ending } from '../signal.ts';
import { sessionRow } from './sessionRows.ts';

/** How often the directory is read while somebody looks at it, in milliseconds. */
const interval = 1000;

/** The directory of running sessions, followed while somebody looks. */
class Directory implements vscode.Disposable {
  readonly #timer: NodeJS.Timeout;
  #shown = '';

  constructor(changed: (sessions: Description[]) => void) {
    const look = (): void => {
      const sessions = runningSessions();
      const text = JSON.stringify(sessions);
      if (text === this.#shown) return;
      this.#shown = text;
      changed(sessions);
    };
    look();
    this.#timer = setInterval(look, interval);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}

/** The listen and dial sessions of this machine, each with a click to attach. */
export class RunningSessionsView implements vscode.TreeDataProvider<Description>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: vscode.TreeView<Description>;
  readonly #attached: Sessions;
  readonly #subscriptions: Ending[];
  #directory: Directory | undefined;
  #sessions: Description[] = [];

  constructor(attached: Sessions) {
    this.#attached = attached;
    this.#tree = vscode.window.createTreeView('netwalk.sessions', { treeDataProvider: this });
    this.#subscriptions = [
      this.#tree.onDidChangeVisibility(() => this.#follow()),
      attached.changed.listen(({ change }) => {
        if (change === 'started' || change === 'ended') this.#changed.fire();
      }),
    ];
    this.#follow();
  }

  getChildren(session?: Description): Description[] {
    return session ? [] : this.#sessions;
  }

  getTreeItem(session: Description): vscode.TreeItem {
    const isOurs = this.#attached.all.some((running) => running.session.configuration.socket === session.socket);
    const { label, description, details, icon } = sessionRow(session, Date.now(), isOurs, vscode.l10n.t);
    const item = new vscode.TreeItem(label);
    item.id = session.id;
    item.description = description;
    item.tooltip = details;
    item.iconPath = new vscode.ThemeIcon(icon, isOurs ? new vscode.ThemeColor('charts.green') : undefined);
    item.contextValue = 'session';
    item.accessibilityInformation = { label: `${label}, ${description}` };
    // A second client of the same window would only be in its own way.
    item.command = isOurs
      ? { command: 'workbench.debug.action.focusCallStackView', title: vscode.l10n.t('Call stack') }
      : { command: 'netwalk.attach', title: vscode.l10n.t('Attach'), arguments: [{ session: session.id }] };
    return item;
  }

  #follow(): void {
    this.#directory?.dispose();
    this.#directory = this.#tree.visible
      ? new Directory((sessions) => {
          this.#sessions = sessions;
          this.#changed.fire();
        })
      : undefined;
  }

  dispose(): void {
    this.#directory?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#tree.dispose();
    this.#changed.dispose();
  }
}

/** Asks which session; the list is alive while it is open. */
export async function pickSession(): Promise<Description | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { session?: Description }>();
  pick.placeholder = vscode.l10n.t('Which session?');
  pick.matchOnDescription = true;
  const directory = new Directory((sessions) => {
    pick.items =
      sessions.length > 0
        ? sessions.map((session) => {
            const { label, description, icon } = sessionRow(session, Date.now(), false, vscode.l10n.t);
            return { label: `$(${icon}) ${label}`, description, detail: session.id, session };
          })
        : [{ label: vscode.l10n.t('No session runs'), detail: vscode.l10n.t('Start one in a terminal: netwalk listen tcp 127.0.0.1:8080') }]; // prettier-ignore
  });
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.session));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    directory.dispose();
    pick.dispose();
  }
}
