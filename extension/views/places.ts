import * as vscode from 'vscode';
import type { Place } from '../../engine/trace/source.ts';
import type { Walk } from '../session/walk.ts';

/** The command that shows a place in an editor; undefined while its file is not known. */
export function openPlace(walk: Walk, place: Place | null): vscode.Command | undefined {
  const file = place && walk.pathOf(place);
  if (!file || !place) return undefined;
  const selection = new vscode.Range(place.line - 1, 0, place.line - 1, 0);
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Show the line'),
    arguments: [vscode.Uri.file(file), { selection }],
  };
}
