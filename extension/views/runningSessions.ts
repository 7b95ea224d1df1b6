import * as vscode from 'vscode';
import type { Description } from '../../engine/session/sessions/description.ts';
import { runningSessions } from '../session/sessionFolder.ts';
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
  readonly #subscription: vscode.Disposable;
  #directory: Directory | undefined;
  #sessions: Description[] = [];

  constructor() {
    this.#tree = vscode.window.createTreeView('netwalk.sessions', { treeDataProvider: this });
    this.#subscription = this.#tree.onDidChangeVisibility(() => this.#follow());
    this.#follow();
  }

  getChildren(session?: Description): Description[] {
    return session ? [] : this.#sessions;
  }

  getTreeItem(session: Description): vscode.TreeItem {
    const { label, description, details, icon } = sessionRow(session, Date.now(), vscode.l10n.t);
    const item = new vscode.TreeItem(label);
    item.id = session.id;
    item.description = description;
    item.tooltip = details;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = 'session';
    item.accessibilityInformation = { label: `${label}, ${description}` };
    item.command = { command: 'netwalk.attach', title: vscode.l10n.t('Attach'), arguments: [{ session: session.id }] };
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
    this.#subscription.dispose();
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
            const { label, description, icon } = sessionRow(session, Date.now(), vscode.l10n.t);
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
