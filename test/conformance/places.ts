/** What a scenario needs of a machine, and how a machine that lacks it is given it: by a network namespace of its own. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/** Whether the loopback of this process has IPv6. */
function hasIPv6(): boolean {
  return Object.values(os.networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
}

/** Whether sockets may be of IPPROTO_MPTCP (proc(5), Documentation/networking/mptcp-sysctl.rst). */
function hasMPTCP(): boolean {
  try {
    return fs.readFileSync('/proc/sys/net/mptcp/enabled', 'latin1').trim() === '1';
  } catch {
    return false;
  }
}

/** Brings up the loopback of a new network namespace, with IPv6 where the kernel has it, and becomes the command behind it. */
const enter = 'ip link set lo up && { echo 0 >/proc/sys/net/ipv6/conf/lo/disable_ipv6; } 2>/dev/null; exec "$@"';

/** A command's beginning that runs the rest of it in a network namespace with a loopback; null where that is not permitted. */
function namespace(): string[] | null {
  const root = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const command = ['unshare', ...root, '--net', 'sh', '-c', enter, 'sh'];
  const hasAll = 'grep -q . /proc/net/if_inet6 && test "$(cat /proc/sys/net/mptcp/enabled)" = 1';
  const { status } = spawnSync(command[0] as string, [...command.slice(1), 'sh', '-c', hasAll], { stdio: 'ignore' });
  return status === 0 ? command : null;
}

/** What scenarios run in: nothing in front of the command on a machine that has all; null when they cannot run, and why. */
export type Place = { command: string[] } | { missing: string };

let place: Place | null = null;

/** Where the scenarios can run as they were recorded. */
export function scenarioPlace(): Place {
  return (place ??= findPlace());
}

function findPlace(): Place {
  const lacking = [hasIPv6() ? '' : 'IPv6 on the loopback', hasMPTCP() ? '' : 'MPTCP'].filter((each) => each !== '');
  if (lacking.length === 0) return { command: [] };
  const command = namespace();
  if (command !== null) return { command };
  return { missing: `this machine has no ${lacking.join(' and no ')}, and no network namespace may be made` };
}
