/** Where the lines of Go and the steps of the engine are not compared, each with its reason. */

/** A statement that Go's line table does not show where it is executed. */
interface Unlisted {
  file: string;
  func: string;
  /** How its line begins. */
  statement: string;
  reason: string;
}

const joined = 'The compiler joins the values that the branches give the variable, on the line of the first.';

const inlined = 'The load is inlined, on the line of the loop that follows.';
const poll = 'runtime/netpoll.go';
const epoll = 'runtime/netpoll_epoll.go';

export const withoutOwnLine: Unlisted[] = [
  { file: epoll, func: 'netpoll', statement: 'waitms = 0', reason: joined },
  { file: epoll, func: 'netpoll', statement: 'waitms = -1', reason: joined },
  {
    file: epoll,
    func: 'netpoll',
    statement: 'delta := int32(0)',
    reason: 'The zero is a constant until it is added to.',
  },
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
    file: 'main.go',
    func: 'S8',
    statement: '}()',
    reason: 'The program ends while this goroutine ends; which comes first depends on timing.',
  },
];

/** Functions of the compared packages that are not executed from Go's source: natives replace them. */
export const replaced: { file: string; func: string; reason: string }[] = [];
