/** What io_uring and a signalfd hold: entries of the rings, and signals that wait to be taken. */
import type { Descriptor } from '../../engine/trace/source.ts';
import type { Telling } from './facts.ts';
import { listed } from './instances.ts';
import type { Card, Chip, Source, Strip } from './picture.ts';

/** The lists of a descriptor that has some. */
export function stripsOf({ fd, rings, signals }: Descriptor, { t, pid }: Telling): Pick<Card, 'strips'> {
  const strip = (name: string, label: string, source: Source, how: string, command: string, chips: Chip[]): Strip => ({
    id: `fd ${fd} ${name}`, label, source, how, command, empty: t('empty'), ...listed(chips, (chip) => chip),
  }); // prettier-ignore
  if (rings) {
    const entry = (list: string, { name, operation, fd: of }: (typeof rings.submitted)[number]): Chip => ({
      id: `fd ${fd} ${list} #${name}`,
      text: `#${name} ${operation} ${of}`,
      spoken: `#${name} ${operation} ${t('descriptor {0}', of)}`,
    });
    const done = rings.completed.map(({ name, result }): Chip => {
      const text = `#${name} = ${result}`;
      return { id: `fd ${fd} completed ${text}`, text, spoken: text };
    });
    const [submitted, underWay, completed] = [
      t('Entries that the program has written into the ring and of which io_uring_enter has not told the kernel.'),
      t('The kernel has taken them from the ring and not finished them: it waits, and it will copy. No thread of the program is in a call for them.'),
      t('Written by the kernel, at any time, into memory that it shares with the program: the result, when the data has been copied already.'),
    ]; // prettier-ignore
    const command = pid === null ? '' : `cat /proc/${pid}/fdinfo/${fd}`;
    return {
      strips: [
        strip('submitted', t('submission ring'), 'executed', submitted, '', rings.submitted.map((one) => entry('submitted', one))),
        strip('underWay', t('under way'), 'observed', underWay, command, rings.underWay.map((one) => entry('underWay', one))),
        strip('completed', t('completion ring'), 'observed', completed, command, done),
      ],
    }; // prettier-ignore
  }
  if (!signals) return {};
  const mask = signals.mask.map((name): Chip => ({
    id: `fd ${fd} mask ${name}`,
    text: `SIG${name}`,
    spoken: `SIG${name}`,
  }));
  const pending = signals.pending.flatMap(({ thread, signals: names }) =>
    names.map((name): Chip => {
      const spoken = t('SIG{0}, sent to thread {1}', name, thread);
      return { id: `fd ${fd} pending ${thread} ${name}`, text: `SIG${name} → ${thread}`, spoken };
    }),
  );
  const status = t(
    'SigPnd of the thread: sent, blocked there, and kept until somebody takes it. A queue of several is one bit here.',
  );
  return {
    strips: [
      strip('mask', t('is for'), 'observed', t('The signals that can be read from it, as its fdinfo shows them.'), pid === null ? '' : `cat /proc/${pid}/fdinfo/${fd}`, mask),
      strip('pending', t('pending'), 'observed', status, pid === null ? '' : `grep SigPnd /proc/${pid}/task/*/status`, pending),
    ],
  }; // prettier-ignore
}
