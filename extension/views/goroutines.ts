import * as vscode from 'vscode';
import type { GoroutineState } from '../../engine/trace/source.ts';
import type { Sessions } from '../session/sessions.ts';
import { rowOf } from './goroutineRows.ts';
import { openPlace } from './places.ts';

/** The goroutines of the program that the person looks at. */
export class GoroutinesView implements vscode.TreeDataProvider<GoroutineState>, vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#subscriptions = [
      this.#changed,
      sessions.changed.listen(({ change }) => {
        if (['netwalk/state', 'ended', 'current', 'selection'].includes(change)) this.#changed.fire();
      }),
      vscode.window.createTreeView('netwalk.goroutines', { treeDataProvider: this }),
    ];
  }

  getChildren(): GoroutineState[] {
    return this.#sessions.current?.walk.state?.goroutines ?? [];
  }

  getTreeItem(goroutine: GoroutineState): vscode.TreeItem {
    const row = rowOf(goroutine, goroutine.goid === this.#sessions.selectedGoroutine, vscode.l10n.t);
    const item = new vscode.TreeItem(row.label);
    item.id = `${goroutine.goid}`;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    item.tooltip = `${row.label}\n${row.description}`;
    item.accessibilityInformation = { label: row.spoken };
    item.contextValue = goroutine.goid === 0 ? 'scheduler' : goroutine.held ? 'held' : 'free';
    const walk = this.#sessions.current?.walk;
    const command = walk && openPlace(walk, goroutine.place);
    if (command) item.command = command;
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
