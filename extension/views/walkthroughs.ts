import * as vscode from 'vscode';
import type { CatalogueChapter, CatalogueEntry, CatalogueStop } from '../catalogue.ts';
import { metOf, type Progress, type WalkthroughProgress } from '../progress.ts';
import type { Sessions } from '../session/sessions.ts';

type Row =
  | { kind: 'resume'; entry: CatalogueEntry; progress: WalkthroughProgress }
  | { kind: 'walkthrough'; entry: CatalogueEntry }
  | { kind: 'chapter'; entry: CatalogueEntry; chapter: CatalogueChapter }
  | { kind: 'stop'; entry: CatalogueEntry; stop: CatalogueStop };

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** The walkthroughs, their chapters and stops, what was seen of them, and on top the one to resume. */
export class WalkthroughsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #catalogue: CatalogueEntry[];
  readonly #progress: Progress;
  readonly #sessions: Sessions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: vscode.TreeView<Row>;
  readonly #subscriptions: vscode.Disposable[];
  /** What runs, once its row was scrolled to. */
  #revealed: string | undefined;

  constructor(catalogue: CatalogueEntry[], progress: Progress, sessions: Sessions) {
    this.#catalogue = catalogue;
    this.#progress = progress;
    this.#sessions = sessions;
    this.#tree = vscode.window.createTreeView('netwalk.walkthroughs', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      this.#changed,
      this.#tree,
      this.#tree.onDidChangeVisibility(() => this.#reveal()),
      progress.changed.listen(() => this.#changed.fire()),
      sessions.changed.listen(({ change }) => {
        if (['netwalk/narration', 'ended', 'started', 'current'].includes(change)) this.#changed.fire();
        this.#reveal();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('netwalk.goVersion')) this.#changed.fire();
      }),
    ];
  }

  getChildren(row?: Row): Row[] {
    switch (row?.kind) {
      case undefined:
        return [...this.#resume(), ...this.#catalogue.map((entry): Row => ({ kind: 'walkthrough', entry }))];
      case 'walkthrough':
        return row.entry.chapters.map((chapter): Row => ({ kind: 'chapter', entry: row.entry, chapter }));
      case 'chapter':
        return this.#stops(row.entry, row.chapter).map((stop): Row => ({ kind: 'stop', entry: row.entry, stop }));
      case 'resume':
      case 'stop':
        return [];
    }
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'resume':
        return this.#resumeItem(row.entry, row.progress);
      case 'walkthrough':
        return this.#walkthroughItem(row.entry);
      case 'chapter':
        return this.#chapterItem(row.entry, row.chapter);
      case 'stop':
        return this.#stopItem(row.entry, row.stop);
    }
  }

  /** Only rows without a parent are revealed. */
  getParent(): undefined {
    return undefined;
  }

  /** Scrolls to what runs, once: there are more walkthroughs than the view has room for. A view that is not there is not opened. */
  #reveal(): void {
    const id: unknown = this.#sessions.current?.session.configuration.walkthrough;
    const entry = this.#catalogue.find((known) => known.id === id);
    if (!entry) this.#revealed = undefined;
    if (!entry || !this.#tree.visible || this.#revealed === entry.id) return;
    this.#revealed = entry.id;
    this.#tree.reveal({ kind: 'walkthrough', entry }, { select: false, expand: true }).then(undefined, () => undefined);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Nothing to resume while it runs. */
  #resume(): Row[] {
    const latest = this.#sessions.current ? undefined : this.#progress.latest;
    const entry = this.#catalogue.find(({ id }) => id === latest?.walkthrough);
    return latest && entry ? [{ kind: 'resume', entry, progress: latest.progress }] : [];
  }

  #resumeItem(entry: CatalogueEntry, progress: WalkthroughProgress): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Resume: {0}', shortTitle(entry)));
    const at = vscode.l10n.t('at stop {0}/{1}', progress.index + 1, progress.count);
    const stop = entry.chapters.flatMap(({ stops }) => stops).find(({ id }) => id === progress.stop);
    item.id = 'resume';
    item.description = at;
    item.iconPath = new vscode.ThemeIcon('debug-continue', new vscode.ThemeColor('charts.green'));
    item.tooltip = `${entry.title}\n${at}${stop ? `: ${stop.title}` : ''}`;
    item.command = { command: 'netwalk.resume', title: vscode.l10n.t('Resume') };
    item.accessibilityInformation = { label: `${vscode.l10n.t('Resume: {0}', entry.title)}, ${at}` };
    return item;
  }

  #walkthroughItem(entry: CatalogueEntry): vscode.TreeItem {
    const { seen, all } = this.#seen(entry, ...entry.chapters);
    const running = this.#sessions.current?.session.configuration.walkthrough === entry.id;
    const item = new vscode.TreeItem(shortTitle(entry), running || this.#isNext(entry) ? Expanded : Collapsed);
    item.id = entry.id;
    item.description = running
      ? vscode.l10n.t('running · {0}/{1}', seen, all)
      : seen > 0
        ? `${seen}/${all}`
        : vscode.l10n.t('{0} stops, {1} min', all, entry.minutes);
    item.iconPath = statusIcon(seen, all, running, 'book');
    item.tooltip = new vscode.MarkdownString(`**${entry.title}**\n\n${entry.introduction}`);
    item.contextValue = 'walkthrough';
    item.command = { command: 'netwalk.start', title: vscode.l10n.t('Start'), arguments: [entry.id] };
    item.accessibilityInformation = { label: `${entry.title}, ${vscode.l10n.t('{0} of {1} stops seen', seen, all)}` };
    return item;
  }

  /** The stops of chapters that a person meets. */
  #stops(entry: CatalogueEntry, ...chapters: readonly CatalogueChapter[]): CatalogueStop[] {
    const goVersion = vscode.workspace.getConfiguration('netwalk').get<string>('goVersion') || entry.goVersion;
    const stops = chapters.flatMap((chapter) => chapter.stops);
    return metOf(stops, this.#progress.of(entry.id), goVersion);
  }

  /** How many of them, and how many were seen. */
  #seen(entry: CatalogueEntry, ...chapters: readonly CatalogueChapter[]): { seen: number; all: number } {
    const seen = new Set(this.#progress.of(entry.id)?.seen ?? []);
    const stops = this.#stops(entry, ...chapters);
    return { seen: stops.filter(({ id }) => seen.has(id)).length, all: stops.length };
  }

  /** The one to go on with: the last one walked, at first the first. Only its chapters are open, for there are many walkthroughs. */
  #isNext({ id }: CatalogueEntry): boolean {
    return id === (this.#progress.latest?.walkthrough ?? this.#catalogue[0]?.id);
  }

  #chapterItem(entry: CatalogueEntry, chapter: CatalogueChapter): vscode.TreeItem {
    const { seen, all } = this.#seen(entry, chapter);
    const item = new vscode.TreeItem(chapter.title, Collapsed);
    const isHere = chapter.stops.some(({ id }) => id === this.#stopHere(entry));
    item.id = `${entry.id}/${chapter.id}`;
    item.description = `${seen}/${all}`;
    item.iconPath = statusIcon(seen, all, isHere, seen > 0 ? 'circle-filled' : 'circle-outline');
    item.accessibilityInformation = { label: `${chapter.title}, ${vscode.l10n.t('{0} of {1} stops seen', seen, all)}` };
    return item;
  }

  #stopItem(entry: CatalogueEntry, stop: CatalogueStop): vscode.TreeItem {
    const isSeen = this.#progress.of(entry.id)?.seen.includes(stop.id) ?? false;
    const isHere = stop.id === this.#stopHere(entry);
    const item = new vscode.TreeItem(stop.title, None);
    item.id = `${entry.id}/stop/${stop.id}`;
    item.iconPath = statusIcon(isSeen ? 1 : 0, 1, isHere, 'circle-outline');
    item.contextValue = 'stop';
    item.tooltip = stop.title;
    const state = isHere ? vscode.l10n.t('here') : isSeen ? vscode.l10n.t('seen') : vscode.l10n.t('not seen');
    item.accessibilityInformation = { label: `${stop.title}, ${state}` };
    return item;
  }

  #stopHere(entry: CatalogueEntry): string | undefined {
    const narration = this.#sessions.current?.walk.narration;
    return narration?.walkthrough === entry.id ? narration.stop : undefined;
  }
}

/** A title without the list of what it is about, which the tooltip has. */
const shortTitle = ({ title }: CatalogueEntry): string => title.split(/[:：]/)[0] ?? title;

function statusIcon(seen: number, all: number, isHere: boolean, otherwise: string): vscode.ThemeIcon {
  if (isHere) return new vscode.ThemeIcon('debug-stackframe', new vscode.ThemeColor('charts.yellow'));
  if (all > 0 && seen === all) return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
  if (otherwise === 'circle-filled') return new vscode.ThemeIcon(otherwise, new vscode.ThemeColor('charts.blue'));
  return new vscode.ThemeIcon(otherwise);
}
