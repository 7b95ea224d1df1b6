/** Where the lines of Go and the steps of the engine are not compared, each with its reason. */

/** A statement that Go's line table does not show where it is executed. */
interface Unlisted {
  file: string;
  func: string;
  /** How its line begins. */
  statement: string;
  reason: string;
}

// `-N` does not hold for the runtime, which is always compiled with optimisation (cmd/compile/internal/base/flag.go).
const joined =
  'Optimised: the values that branches give the variable are joined by a conditional move, on an earlier line.';
const merged = 'Optimised: equal returns are one, on the line of the first.';
const constant = 'The compiler knows the value.';
const inlined = 'Optimised: computed on the line of the loop that follows.';
const poll = 'runtime/netpoll.go';
const epoll = 'runtime/netpoll_epoll.go';

const atEnd = 'The program ends while this goroutine does; which is first depends on timing.';
const together = 'Two fields are cleared by one instruction, on the line of the second.';
const moved = 'Optimised: the comparison comes later than what it decides.';

export const withoutOwnLine: Unlisted[] = [
  { file: epoll, func: 'netpoll', statement: 'waitms = ', reason: joined },
  { file: epoll, func: 'netpoll', statement: 'delta := int32(0)', reason: constant },
  { file: epoll, func: 'netpoll', statement: 'mode += ', reason: joined },
  { file: epoll, func: 'netpoll', statement: 'if ev.events&(_EPOLLOUT|', reason: moved },
  { file: epoll, func: 'netpoll', statement: 'if ev.Events&(linux.EPOLLOUT|', reason: moved },
  { file: poll, func: 'netpollready', statement: 'if wg != nil {', reason: moved },
  { file: poll, func: '(*pollCache).alloc', statement: 'n := pollBlockSize / pdSize', reason: constant },
  { file: poll, func: '(*pollCache).alloc', statement: 'if n == 0 {', reason: constant },
  { file: poll, func: '(*pollDesc).publishInfo', statement: 'info |= ', reason: joined },
  { file: poll, func: 'netpollblock', statement: 'gpp = &pd.wg', reason: joined },
  { file: poll, func: 'netpollunblock', statement: 'gpp := &pd.rg', reason: joined },
  { file: poll, func: 'netpollunblock', statement: 'gpp = &pd.wg', reason: joined },
  { file: poll, func: 'netpollunblock', statement: 'if old == 0 && !ioready {', reason: merged },
  { file: poll, func: 'netpollunblock', statement: 'if old == pdNil && !ioready {', reason: merged },
  { file: poll, func: 'netpollunblock', statement: 'return nil', reason: merged },
  { file: poll, func: 'netpollunblock', statement: 'new := pdNil', reason: joined },
  { file: poll, func: 'netpollunblock', statement: 'if ioready {', reason: joined },
  { file: poll, func: 'netpollunblock', statement: 'new = pdReady', reason: joined },
  { file: poll, func: 'poll_runtime_pollSetDeadline', statement: 'rtf := netpollReadDeadline', reason: joined },
  { file: poll, func: 'poll_runtime_pollSetDeadline', statement: 'if combo {', reason: joined },
  { file: poll, func: 'poll_runtime_pollSetDeadline', statement: 'rtf = netpollDeadline', reason: joined },
  { file: poll, func: '(*pollDesc).setEventErr', statement: 'mSeq := ', reason: inlined },
  { file: poll, func: '(*pollDesc).setEventErr', statement: 'x := ', reason: inlined },
  { file: poll, func: '(*pollDesc).setEventErr', statement: 'xSeq := ', reason: inlined },
  { file: poll, func: '(*pollDesc).makeArg', statement: 'x := ', reason: 'The conversion of a pointer makes no code.' },
  {
    file: 'net/unixsock_posix.go',
    func: '(*UnixConn).readMsg',
    statement: 'if readMsgFlags == 0 &&',
    reason: constant,
  },
  {
    file: 'main.go',
    func: 'S8',
    statement: '}()',
    reason: atEnd,
  },
  { file: 'dialing.go', func: 'S26', statement: '}', reason: atEnd },
  { file: 'streams.go', func: 'S13', statement: '}()', reason: atEnd },
  { file: 'net/sockopt_posix.go', func: 'setLinger', statement: 'l.Onoff = 0', reason: together },
];

/** Lines that are not compared: such a test counts as skipped. Without a version: in all of them. */
export const notCompared: { scenario: string; version?: string; reason: string }[] = [
  { scenario: 'S19', reason: 'Both ends of a net.Pipe meet in a select, which takes its cases in random order.' },
  {
    scenario: 'S16',
    version: '1.27',
    reason: 'Optimised: netpollunblock visits the lines of its loop in another order, which is not described here yet.',
  },
  {
    scenario: 'S17',
    version: '1.27',
    reason: 'Optimised: netpollunblock visits the lines of its loop in another order, which is not described here yet.',
  },
];

/** Functions of the compared sources that are not executed from them: natives replace them. */
export const replaced: { file: string; func: string; reason: string }[] = [
  {
    file: poll,
    func: '(*pollDesc).makeArg',
    reason: 'It makes an interface value of two words by hand, to spare an allocation.',
  },
];

const deadline =
  'The deadline of 50 ms had passed before the recorder, which stops at each line, reached the wait; else the goroutine parks until the timer.';

/** What a scenario leaves to timing. */
export const timing: { scenario: string; file: string; func: string; reason: string }[] = [
  'poll_runtime_pollWait',
  'netpollblock',
  'netpollcheckerr',
  '(*pollDesc).info',
  'pollInfo.closing',
  'pollInfo.eventErr',
  'pollInfo.expiredReadDeadline',
  'netpolldeadlineimpl',
  'netpollReadDeadline',
  'netpollgoready',
].map((func) => ({ scenario: 'S7', file: poll, func, reason: deadline }));

/**
 * Whether a goroutine finds its descriptor ready, or parks until it is, depends on timing in every scenario: in netpollblock, and in the check that
 * this function makes before it parks.
 */
export const mayPark = {
  file: poll,
  func: 'netpollblock',
  parking: 'gopark(',
  within: [
    'netpollcheckerr',
    '(*pollDesc).info',
    'pollInfo.closing',
    'pollInfo.eventErr',
    'pollInfo.expiredReadDeadline',
    'pollInfo.expiredWriteDeadline',
  ],
};
