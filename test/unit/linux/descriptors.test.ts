import assert from 'node:assert';
import { parseSocketAddress } from '../../../engine/linux/sockaddr.ts';
import {
  at,
  bytesOf,
  call,
  connect,
  epollEvent,
  int32,
  kernel,
  linux,
  listen,
  memory,
  must,
  SOCK_STREAM,
  until,
} from './calls.ts';

describe('what the kernel holds', () => {
  const open: number[] = [];
  const keep = (fd: number): number => {
    open.push(fd);
    return fd;
  };
  afterEach(() => {
    for (const fd of open.splice(0)) must('close', fd);
  });

  it('shows a listener of backlog 1 with its queue full, and who waits outside', async () => {
    const { fd, port } = listen(1);
    keep(fd);
    for (let index = 0; index < 4; index++) keep(connect(port));
    await until(() => linux.describeDescriptor(fd)?.socket?.acceptQueue?.length === 2);
    const listener = linux.describeDescriptor(fd);
    assert.ok(listener?.socket);
    assert.strictEqual(listener.kind, 'socket');
    assert.strictEqual(listener.flags, 'O_RDWR|O_NONBLOCK');
    assert.strictEqual(listener.nonblocking, true);
    assert.strictEqual(listener.closeOnExec, true);
    const { family, type, protocol, local, peer, listening, tcp, acceptQueue } = listener.socket;
    assert.deepStrictEqual(
      { family, type, protocol, local, peer, listening, acceptQueue, state: tcp?.state },
      {
        family: 'AF_INET',
        type: 'SOCK_STREAM',
        protocol: 'IPPROTO_TCP',
        local: `127.0.0.1:${port}`,
        peer: null,
        listening: true,
        acceptQueue: { length: 2, backlog: 1 },
        state: 'LISTEN',
      },
    );
    const states = open.slice(1).map((client) => linux.describeDescriptor(client)?.socket?.tcp?.state);
    assert.deepStrictEqual(states, ['ESTABLISHED', 'ESTABLISHED', 'SYN_SENT', 'SYN_SENT']);
    const all = linux.tcpSockets();
    const inNamespace = all.find(({ inode }) => inode === listener.inode);
    assert.deepStrictEqual(
      [inNamespace?.state, inNamespace?.local, inNamespace?.receiveQueue, inNamespace?.sendQueue],
      ['LISTEN', `127.0.0.1:${port}`, 2, 1],
    );
    const unaccepted = all.filter(({ local, inode }) => local === `127.0.0.1:${port}` && inode === 0);
    assert.deepStrictEqual(
      unaccepted.map(({ state }) => state),
      ['ESTABLISHED', 'ESTABLISHED'],
    );
    const waiting = all.find(({ peer, state }) => peer === `127.0.0.1:${port}` && state === 'SYN_SENT');
    assert.strictEqual(waiting?.timer, 'retransmit');
  });

  it('shows a connection: both ends, queues, options, timing', async () => {
    const { fd, port } = listen(5);
    keep(fd);
    const client = keep(connect(port));
    let server = -1;
    await until(() => (server = call('accept4', fd, 0, 0, 0x80800)) >= 0);
    keep(server);
    must('setsockopt', client, 6, 1, at(int32(1)), 4);
    must('write', client, at(bytesOf('seven b')), 7);
    await until(() => linux.describeDescriptor(server)?.socket?.receiveQueue === 7);
    const left = linux.describeDescriptor(client)?.socket;
    const right = linux.describeDescriptor(server)?.socket;
    assert.ok(left && right);
    assert.strictEqual(right.local, `127.0.0.1:${port}`);
    assert.strictEqual(right.peer, left.local);
    assert.strictEqual(right.tcp?.state, 'ESTABLISHED');
    assert.strictEqual(right.tcp.bytesReceived, 7);
    assert.ok((left.tcp?.rtt ?? 0) > 0 && (left.tcp?.congestionWindow ?? 0) > 0);
    assert.strictEqual(left.options['TCP_NODELAY'], 1);
    assert.strictEqual(right.options['TCP_NODELAY'], 0);
    assert.strictEqual(right.options['IPV6_V6ONLY'], undefined);
    assert.strictEqual(right.acceptQueue, null);
    must('shutdown', client, 1);
    await until(() => linux.describeDescriptor(server)?.socket?.tcp?.state === 'CLOSE_WAIT');
    await until(() => linux.describeDescriptor(client)?.socket?.tcp?.state === 'FIN_WAIT2');
  });

  it('takes nothing away by looking: an error stays until the program reads it', async () => {
    const { fd, port } = listen(1);
    must('close', fd);
    const client = keep(connect(port));
    await until(() => linux.describeDescriptor(client)?.socket?.tcp?.state === 'CLOSE');
    const value = int32(0);
    must('getsockopt', client, 1, 4, at(value), at(int32(4)));
    assert.strictEqual(new Int32Array(value.buffer)[0], 111);
  });

  it('shows what an epoll instance watches', () => {
    const epoll = keep(must('epoll_create1', 0x80000));
    const wake = keep(must('eventfd2', 0, 0x80800));
    const { fd } = listen(1);
    keep(fd);
    must('epoll_ctl', epoll, 1, wake, at(epollEvent(1, 0n)));
    must('epoll_ctl', epoll, 1, fd, at(epollEvent(0x80002005, 0x7fab_0000_1234n)));
    const interest = linux.epollInterest(epoll).sort((a, b) => a.fd - b.fd);
    assert.deepStrictEqual(interest, [
      { fd: wake, events: 1, eventsText: 'EPOLLIN', data: '0x0' },
      { fd, events: 0x80002005, eventsText: 'EPOLLIN|EPOLLOUT|EPOLLRDHUP|EPOLLET', data: '0x7fab00001234' },
    ]);
    assert.deepStrictEqual(linux.epollInterest(wake), []);
    const kinds = new Map(linux.processDescriptors().map((link) => [link.fd, link.kind]));
    assert.deepStrictEqual(
      [epoll, wake, fd].map((each) => kinds.get(each)),
      ['epoll', 'eventfd', 'socket'],
    );
    assert.strictEqual(linux.describeDescriptor(epoll)?.socket, null);
    assert.strictEqual(linux.describeDescriptor(999_999), null);
  });

  it('shows pipes, files, Unix sockets and Multipath TCP', () => {
    const pair = memory.allocate(8);
    must('pipe2', at(pair), 0x80800);
    const [reading = -1, writing = -1] = new Int32Array(pair.buffer);
    keep(reading);
    keep(writing);
    const file = keep(must('openat', -100, at(bytesOf('/etc/passwd\0')), 0x80000));
    assert.strictEqual(linux.describeDescriptor(file)?.kind, 'file');
    assert.strictEqual(linux.describeDescriptor(file)?.target, '/etc/passwd');
    assert.strictEqual(linux.describeDescriptor(reading)?.kind, 'pipe');
    assert.strictEqual(linux.describeDescriptor(reading)?.inode, linux.describeDescriptor(writing)?.inode);
    const unix = keep(must('socket', 1, SOCK_STREAM, 0));
    const path = `netwalk-test-${process.pid}`;
    must('bind', unix, at(bytesOf(`\x01\0\0${path}`)), 3 + path.length);
    const state = linux.describeDescriptor(unix)?.socket;
    assert.deepStrictEqual([state?.family, state?.local, state?.tcp], ['AF_UNIX', `@${path}`, null]);
    const multipath = call('socket', 2, SOCK_STREAM, 262);
    if (multipath < 0) {
      console.log(`      no Multipath TCP here (errno ${kernel.errno})`);
      return;
    }
    keep(multipath);
    must('listen', multipath, 3);
    const listener = linux.describeDescriptor(multipath)?.socket;
    assert.strictEqual(listener?.protocol, 'IPPROTO_MPTCP');
    assert.deepStrictEqual(listener.acceptQueue, { length: 0, backlog: 3 });
  });

  it('reads socket addresses of every family', () => {
    const text = (...bytes: number[]): string | undefined => parseSocketAddress(Uint8Array.from(bytes))?.text;
    const six = (...address: number[]): string | undefined => text(10, 0, 0, 80, 0, 0, 0, 0, ...address, 2, 0, 0, 0);
    const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
    assert.strictEqual(text(2, 0, 1, 187, 10, 0, 0, 1, ...zeros(8)), '10.0.0.1:443');
    assert.strictEqual(six(0xfe, 0x80, ...zeros(13), 1), '[fe80::1%2]:80');
    assert.strictEqual(six(...zeros(10), 255, 255, 127, 0, 0, 1), '[::ffff:127.0.0.1%2]:80');
    assert.strictEqual(six(...zeros(16)), '[::%2]:80');
    assert.strictEqual(six(...zeros(15), 1), '[::1%2]:80');
    assert.strictEqual(six(0x20, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), '[2001:0:1::1:0:0%2]:80');
    assert.strictEqual(text(1, 0, 47, 97, 0, 98), '/a');
    assert.strictEqual(text(1, 0), '');
    assert.strictEqual(parseSocketAddress(new Uint8Array(0)), null);
  });
});
