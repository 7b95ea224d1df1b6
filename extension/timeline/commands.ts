import * as vscode from 'vscode';
import type { Sought } from '../../engine/trace/source.ts';
import type { Sessions } from '../session/sessions.ts';
import { kindsOf } from './rows.ts';
import { searchSteps } from './search.ts';

/** What the commands can be called with: a step, or the row of a goroutine or of a descriptor. */
type Argument = number | { goid?: number; fd?: number; descriptor?: { fd: number } };

/** The commands that travel in the history, by their id. */
export function travelCommands(sessions: Sessions): Record<string, (argument?: unknown) => Promise<void>> {
  return {
    'netwalk.showTimeline': async () => {
      await vscode.commands.executeCommand('netwalk.timeline.focus');
    },
    'netwalk.goToStep': async (argument) => {
      const step = typeof argument === 'number' ? argument : await askForStep(sessions);
      if (step !== undefined) await sessions.request('netwalk/goTo', { step });
    },
    'netwalk.searchSteps': async () => searchSteps(sessions),
    'netwalk.seekNext': async (argument) => seek(sessions, argument as Argument | undefined, false),
    'netwalk.seekPrevious': async (argument) => seek(sessions, argument as Argument | undefined, true),
  };
}

async function askForStep(sessions: Sessions): Promise<number | undefined> {
  const cursor = sessions.current?.walk.state?.cursor;
  if (!cursor) return undefined;
  const { step, first, last } = cursor;
  // A recording can be played on beyond what has been seen of it.
  const isRecording = sessions.current?.walk.info?.recorded != null;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to Step'),
    prompt: vscode.l10n.t('Steps {0} to {1} are recorded; this is step {2}.', first, last, step),
    validateInput: (value) => {
      if (!/^\d+$/.test(value.trim())) return vscode.l10n.t('The number of a step');
      const wanted = Number(value);
      if (wanted >= first && (wanted <= last || isRecording)) return undefined;
      return vscode.l10n.t('Steps {0} to {1} are recorded; this is step {2}.', first, last, step);
    },
  });
  return typed === undefined ? undefined : Number(typed);
}

async function seek(sessions: Sessions, argument: Argument | undefined, backwards: boolean): Promise<void> {
  const sought =
    (typeof argument === 'object' ? rowSought(argument) : undefined) ?? (await pickKind(sessions, backwards));
  if (sought) await sessions.request('netwalk/seek', { ...sought, backwards });
}

function rowSought({ goid, fd, descriptor }: Exclude<Argument, number>): Sought | undefined {
  if (goid !== undefined) return { goid };
  const number = fd ?? descriptor?.fd;
  return number === undefined ? undefined : { fd: number };
}

async function pickKind(sessions: Sessions, backwards: boolean): Promise<Sought | undefined> {
  const { current } = sessions;
  if (!current?.walk.state) return undefined;
  const { goroutines, descriptors } = current.walk.state;
  const { names, errnos } = current.walk.callsMade;
  const kinds = kindsOf(
    { goroutines, descriptors, selected: sessions.selectedGoroutine },
    names,
    errnos,
    vscode.l10n.t,
  );
  const title = backwards ? vscode.l10n.t('Back to the Last…') : vscode.l10n.t('On to the Next…');
  return (await vscode.window.showQuickPick(kinds, { title, matchOnDescription: true }))?.sought;
}
