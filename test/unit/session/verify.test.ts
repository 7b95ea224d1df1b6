import assert from 'node:assert/strict';
import { withoutChance } from '../../../engine/session/verify/chance.ts';
import { compare, differences } from '../../../engine/session/verify/compare.ts';
import { perDescriptor } from '../../../engine/session/verify/descriptors.ts';
import { withoutOwn } from '../../../engine/session/verify/own.ts';
import { paired } from '../../../engine/session/verify/pairing.ts';
import { verifyPhrases } from '../../../engine/session/verify/phrases.ts';
import { table } from '../../../engine/session/verify/table.ts';

const calls = (...lines: string[]) => perDescriptor(lines.map((line) => `T0 ${line}`));

describe('two traces side by side', () => {
  const listen = 'socket(AF_INET) = lsn1';
  const accept = 'accept4(lsn1, ADDR) = acc1';
  const blocked = 'accept4(lsn1, ADDR) = -1 EAGAIN';

  it('are equal whatever the order between descriptors is', () => {
    const close = 'close(dial1) = 0';
    const sections = compare(calls(listen, close, accept), calls(close, listen, accept));
    assert.equal(differences(sections), 0);
    assert.deepEqual(sections.map(({ descriptor }) => descriptor), ['dial1', 'lsn1']); // prettier-ignore
  });

  it('differ where a call is another one, or only on one side', () => {
    const sections = compare(
      calls(listen, 'listen(lsn1, 128) = 0', accept),
      calls(listen, 'listen(lsn1, 4096) = 0', accept, 'close(lsn1) = 0'),
    );
    assert.deepEqual(
      sections[0]?.rows.map(({ left, right, kind }) => [kind, left?.slice(0, 12), right?.slice(0, 12)]),
      [
        ['equal', 'socket(AF_IN', 'socket(AF_IN'],
        ['different', 'listen(lsn1,', 'listen(lsn1,'],
        ['equal', 'accept4(lsn1', 'accept4(lsn1'],
        ['different', undefined, 'close(lsn1) '],
      ],
    );
    assert.equal(differences(sections), 2);
  });

  it('do not differ by a call that would have blocked, which depends on timing', () => {
    const sections = compare(calls(listen, blocked, accept), calls(listen, accept));
    assert.deepEqual(sections[0]?.rows.map(({ kind }) => kind), ['equal', 'timing', 'equal']); // prettier-ignore
    assert.equal(differences(sections), 0);
  });

  it('do not differ by a call that a signal interrupts, and the kernel makes again', () => {
    const connect = (result: string) => ({ thread: '1', name: 'connect', args: '3, {sa_family=AF_INET}, 16', result });
    const interrupted = connect('? ERESTARTSYS (To be restarted if SA_RESTART is set)');
    assert.deepEqual(withoutChance([interrupted, connect('0')]), [connect('0')]);
    const ended = connect('? ERESTARTNOHAND (To be restarted if no handler)');
    assert.deepEqual(withoutChance([ended]), [ended]);
  });

  it('do not differ by names and numbers that are drawn by lot', () => {
    const call = (name: string, args: string, result = '0') => ({ thread: '1', name, args, result });
    const trace = (digits: string, id: string) => [
      call('mkdirat', `AT_FDCWD, "/tmp/kept${digits}", 0700`),
      call('bind', `3, {sa_family=AF_UNIX, sun_path="/tmp/kept${digits}/s"}, ${15 + digits.length}`),
      call('connect', '4, {sa_family=AF_UNIX, sun_path="/tmp/s"}, 9'),
      call('write', `5, "${id}\\1\\0\\0\\1\\0\\0\\0\\0", 12`, '12'),
      call('read', `5, "\\0\\f${id}\\201\\200\\0\\1\\0\\0", 14`, '14'),
      call('write', '5, "12345678", 8', '8'),
    ];
    const taken = withoutChance(trace('123456789', '\\256d'));
    assert.deepEqual(withoutChance(trace('98765', 'x\\3')), taken);
    assert.deepEqual(taken.map(({ args }) => args), [
      'AT_FDCWD, "/tmp/kept*", 0700',
      '3, {sa_family=AF_UNIX, sun_path="/tmp/kept*/s"}, …',
      '4, {sa_family=AF_UNIX, sun_path="/tmp/s"}, 9',
      '5, "ID\\1\\0\\0\\1\\0\\0\\0\\0", 12',
      '5, "\\0\\fID\\201\\200\\0\\1\\0\\0", 14',
      '5, "12345678", 8',
    ]); // prettier-ignore
  });

  it('do not have what the engine opens for itself, nor what the kernel counts', () => {
    const call = (name: string, args: string, result = '0') => ({ thread: '1', name, args, result });
    const program = [call('pipe2', '[3, 4], O_CLOEXEC'), call('write', '4, "x", 1', '1'), call('close', '4')];
    const own = [
      call('pipe2', '[5, 6], O_NONBLOCK|O_CLOEXEC'),
      call('fcntl', '5, 0x406 /* F_DUPFD_CLOEXEC */, 500', '500'),
      call('close', '5'),
      call('epoll_ctl', '7, 0x1 /* EPOLL_CTL_ADD */, 500, {events=0x1}'),
      call('read', '500, 0x7f0000, 1', '-1 EAGAIN'),
    ];
    assert.deepEqual(withoutOwn([...own, ...program]), program);
    const netlink = (pid: number, bytes: number) =>
      withoutChance([
        call(
          'recvfrom',
          `3, [{nlmsg_len=76, nlmsg_pid=${pid}}, {rx=[${bytes}, 1]}], 4096, 0, {nl_pid=0}, [112 => 12]`,
          '76',
        ),
        call('getsockname', `3, {sa_family=AF_NETLINK, nl_pid=${pid}, nl_groups=00000000}, [112 => 12]`),
      ]);
    assert.deepEqual(netlink(1234, 5), netlink(99, 678));
    assert.equal(netlink(1, 2)[0]?.args, '3, {…}, 4096, 0, {nl_pid=…}, [112 => 12]');
  });

  it('are paired by what was done, where goroutines came in another order, and still differ where that differs', () => {
    const served = (number: number, text: string) => [
      `accept4(lsn1, ADDR) = acc${number}`,
      `read(acc${number}, "${text}", 8) = 1`,
      `close(acc${number}) = 0`,
    ];
    const left = calls(...served(1, 'a'), ...served(2, 'b'));
    const other = paired(left, calls(...served(1, 'b'), ...served(2, 'a')));
    assert.equal(differences(compare(other.left, other.right)), 0);
    const wrong = paired(left, calls(...served(1, 'b'), ...served(2, 'b')));
    assert.equal(differences(compare(wrong.left, wrong.right)), 1);
    const more = paired(left, calls(...served(1, 'b'), ...served(2, 'a'), ...served(3, 'a')));
    assert.equal(differences(compare(more.left, more.right)), 3);
  });

  it('stand in two columns that fit the terminal, with marks and the names of descriptors', () => {
    const sections = compare(
      calls(listen, 'listen(lsn1, 128) = 0'),
      calls(listen, 'listen(lsn1, 4096, and much more than fits into half of a terminal) = 0'),
    );
    for (const language of ['en', 'zh-cn'] as const) {
      const text = table(sections, {
        heads: ['Go', 'Netwalk'],
        width: 72,
        colour: false,
        phrases: verifyPhrases[language],
      });
      const lines = text.split('\n');
      assert.match(text, language === 'en' ? /── listener 1 \(lsn1\)/ : /── 监听套接字 1 \(lsn1\)/);
      assert.ok(lines.every((line) => line.length <= 72), text); // prettier-ignore
      assert.equal(lines.filter((line) => line.includes(' ≠ ')).length, 3);
      assert.equal(lines[0]?.indexOf('│'), lines[3]?.indexOf('│'));
    }
  });
});
