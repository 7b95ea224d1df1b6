import * as vscode from 'vscode';
import type { Hit } from '../../engine/trace/source.ts';
import { Throttle } from '../editor/throttle.ts';
import { messageOf, sayError } from '../errors.ts';
import type { Sessions } from '../session/sessions.ts';
import { Latest } from './latest.ts';
import { hitRow } from './rows.ts';

type HitItem = vscode.QuickPickItem & { hit?: Hit };

/** Searches the recorded steps while the person types; the chosen one is gone to. */
export function searchSteps(sessions: Sessions, text = ''): void {
  const pick = vscode.window.createQuickPick<HitItem>();
  pick.title = vscode.l10n.t('Search Steps');
  pick.placeholder = vscode.l10n.t('A function, dial.go:42, a system call, EAGAIN, goroutine 18, fd 7');
  // The engine decides what fits.
  pick.matchOnDescription = false;
  pick.value = text;
  const searching = new Latest();
  const soon = new Throttle(80, () =>
    searching.ask(async () => {
      pick.busy = true;
      try {
        pick.items = await itemsFor(pick.value);
      } catch (error) {
        pick.items = [{ label: messageOf(error), alwaysShow: true }];
      } finally {
        pick.busy = false;
      }
    }),
  );

  async function itemsFor(wanted: string): Promise<HitItem[]> {
    if (wanted.trim() === '') return [];
    const found = await sessions.request('netwalk/search', { text: wanted, limit: 200 });
    if (!found || found.hits.length === 0) return [{ label: vscode.l10n.t('No step fits.'), alwaysShow: true }];
    const items = found.hits.map((hit): HitItem => ({ ...hitRow(hit, vscode.l10n.t), alwaysShow: true, hit }));
    const more = vscode.l10n.t('There are more: these are the nearest to where you are.');
    return found.complete ? items : [...items, { label: more, kind: vscode.QuickPickItemKind.Separator }];
  }

  pick.onDidChangeValue(() => soon.ask());
  pick.onDidAccept(() => {
    const step = pick.selectedItems[0]?.hit?.step;
    if (step === undefined) return;
    pick.hide();
    sessions.request('netwalk/goTo', { step }).then(undefined, sayError);
  });
  pick.onDidHide(() => {
    soon.dispose();
    pick.dispose();
  });
  if (text !== '') soon.ask();
  pick.show();
}
