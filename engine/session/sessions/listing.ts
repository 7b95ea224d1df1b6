/** `netwalk sessions`. */
import { Output } from '../output.ts';
import { listSessions, type Description } from './description.ts';

/** Prints the sessions that run, as a table or as JSON (an array of the descriptions). */
export function printSessions({ json }: { json: boolean }, now = Date.now()): number {
  const sessions = listSessions();
  const out = new Output();
  if (json) out.write(`${JSON.stringify(sessions, null, 2)}\n`);
  else if (sessions.length === 0) out.write('no session runs\n');
  else out.write(table([header, ...sessions.map((session) => row(session, now))]));
  return 0;
}

const header = ['SESSION', 'PID', 'NETWORK', 'ADDRESS', 'GO', 'AGE', 'CONNECTIONS', 'STEPS', 'CLIENTS'];

function row(session: Description, now: number): string[] {
  const { id, pid, network, address, goVersion, started, connections, steps, clients } = session;
  return [id, pid, network || '-', address, goVersion, age(now - started), connections, steps, clients].map(String);
}

/** As `ps` would: 42s, 5m, 3h, 2d. */
function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86400)}d`;
}

function table(rows: string[][]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
