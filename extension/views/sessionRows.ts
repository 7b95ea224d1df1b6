import type { Description } from '../../engine/session/sessions/description.ts';
import type { Translate } from '../words.ts';

/** How a running session is shown in a list. */
export interface SessionRow {
  label: string;
  description: string;
  /** All of it, a line each. */
  details: string;
  icon: string;
}

/** `isOurs`: this window is attached to it. */
export function sessionRow(session: Description, now: number, isOurs: boolean, t: Translate): SessionRow {
  const { id, pid, role, network, address, goVersion, started, connections, steps, clients } = session;
  const label = [role, network, address].filter((word) => word !== '').join(' ');
  const minutes = Math.floor((now - started) / 60_000);
  const age = minutes < 1 ? t('just now') : minutes < 60 ? t('{0} min', minutes) : t('{0} h', Math.floor(minutes / 60));
  const connected = connections === 1 ? t('1 connection') : t('{0} connections', connections);
  const attached = isOurs ? t('attached') : clients > 0 ? t('{0} attached', clients) : '';
  // What is first is seen in a narrow view, too.
  const description = [attached, connected, age].filter((word) => word !== '').join(' · ');
  return {
    label,
    description,
    details: [label, description, `${id}, pid ${pid}`, `Go ${goVersion}`, t('{0} steps seen so far', steps)].join('\n'),
    icon: role === 'dial' ? 'call-outgoing' : role === 'listen' ? 'call-incoming' : 'run',
  };
}
