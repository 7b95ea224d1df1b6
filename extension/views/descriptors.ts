import * as vscode from 'vscode';
import type { Descriptor } from '../../engine/trace/source.ts';
import type { Sessions } from '../session/sessions.ts';
import { placeText } from '../words.ts';
import { factsOf, iconOf, summaryOf, type Fact } from './descriptorRows.ts';
import { openPlace } from './places.ts';

type Row = { descriptor: Descriptor; fact?: Fact };

/** The program's descriptors as the kernel shows them. */
export class DescriptorsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#subscriptions = [
      this.#changed,
      sessions.changed.listen(({ change }) => {
        if (['netwalk/state', 'ended', 'current'].includes(change)) this.#changed.fire();
      }),
      vscode.window.createTreeView('netwalk.descriptors', { treeDataProvider: this, showCollapseAll: true }),
    ];
  }

  getChildren(row?: Row): Row[] {
    if (!row) return (this.#sessions.current?.walk.state?.descriptors ?? []).map((descriptor) => ({ descriptor }));
    const { descriptor } = row;
    return row.fact ? [] : factsOf(descriptor, vscode.l10n.t).map((fact) => ({ descriptor, fact }));
  }

  getTreeItem({ descriptor, fact }: Row): vscode.TreeItem {
    return fact ? factItem(descriptor, fact) : this.#descriptorItem(descriptor);
  }

  #descriptorItem(descriptor: Descriptor): vscode.TreeItem {
    const { fd, role, made } = descriptor;
    const facts = factsOf(descriptor, vscode.l10n.t);
    const open = vscode.TreeItemCollapsibleState.Collapsed;
    const item = new vscode.TreeItem(`${fd} ${role}`, facts.length > 0 ? open : vscode.TreeItemCollapsibleState.None);
    item.id = `${fd} ${made ? placeText(made) : ''}`;
    item.description = summaryOf(descriptor);
    item.iconPath = new vscode.ThemeIcon(iconOf(descriptor));
    const madeAt = made ? vscode.l10n.t('made at {0}', placeText(made)) : '';
    const lines = [
      `${fd} ${role} ${summaryOf(descriptor)}`,
      ...facts.map(({ name, value }) => `${name}: ${value}`),
      madeAt,
    ];
    item.tooltip = lines.filter((line) => line !== '').join('\n');
    item.accessibilityInformation = { label: `${vscode.l10n.t('descriptor {0}', fd)}, ${lines.join(', ')}` };
    const walk = this.#sessions.current?.walk;
    const command = walk && openPlace(walk, made);
    if (command) item.command = command;
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function factItem({ fd }: Descriptor, { name, value }: Fact): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = `${fd} ${name}`;
  item.description = value;
  item.accessibilityInformation = { label: `${name}: ${value}` };
  return item;
}
