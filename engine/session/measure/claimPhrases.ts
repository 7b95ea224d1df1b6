/** The claims, and what is said to them. */
import type { Language } from '../walkthroughFormat.ts';
import type { Verdict } from './claims.ts';
import type { Point } from './measurement.ts';

export interface ClaimPhrases {
  heading: string;
  verdicts: Record<Verdict, string>;
  unmeasured: string;
  selectGrows: string;
  pollGrows: string;
  epollSteady: string;
  epollConstant: string;
  epollFaster: string;
  epollMaps: string;
  selectLimit: string;
  epollAny: string;
  edgeFaster: string;
  threadsDearer: string;
  growth: (few: number, cost: string, many: number, more: string) => string;
  allGrowth: (few: number, cost: string, many: number, more: string) => string;
  alwaysFaster: string;
  notFaster: (what: Point['what'], count: number, call: string, cost: string, epoll: string) => string;
  mapping: (errno: string | null) => string;
  beyond: (found: number) => string;
  file: (errno: string | null) => string;
  levelEdge: (level: string, edge: string) => string;
  threads: (count: number, threads: string, epoll: string, kilobytes: number) => string;
}

export const claimPhrases: Record<Language, ClaimPhrases> = {
  en: {
    heading: 'What is often said',
    verdicts: { confirmed: 'confirmed', refuted: 'refuted', unmeasured: 'not measured' },
    unmeasured: 'It was not measured.',
    selectGrows: 'select is O(n): the more descriptors, the dearer a wait.',
    pollGrows: 'poll is O(n) too.',
    epollSteady: 'epoll does not care how many descriptors are watched.',
    epollConstant: 'epoll is O(1).',
    epollFaster: 'epoll is always faster.',
    epollMaps: 'epoll shares memory with the program (mmap), so nothing is copied.',
    selectLimit: 'The kernel’s select cannot watch descriptors above 1023.',
    epollAny: 'epoll can watch any descriptor.',
    edgeFaster: 'Edge triggering is cheaper than level triggering.',
    threadsDearer: 'A thread for each connection costs more than one epoll loop.',
    growth: (few, cost, many, more) => `One ready: ${cost} µs with ${few} descriptors, ${more} µs with ${many}.`,
    allGrowth: (few, cost, many, more) =>
      `All ready: ${cost} µs with ${few} descriptors, ${more} µs with ${many}. It depends on how many are ready.`,
    alwaysFaster: 'No measurement here says otherwise.',
    notFaster: (what, count, call, cost, epoll) =>
      `${what === 'all-ready' ? `All of ${count}` : `One of ${count}`} ready: ${call} ${cost} µs, epoll ${epoll} µs.`,
    mapping: (errno) =>
      errno === null
        ? 'The epoll instance could be mapped.'
        : `mmap of an epoll instance: ${errno}. Events are copied to the array that epoll_wait is given.`,
    beyond: (found) =>
      found === 1
        ? 'With a set of 2048 bits select found one that is ready above 1023. 1024 is the size of fd_set in the C library and in Go.'
        : 'With a set of 2048 bits select did not find the one that is ready above 1023.',
    file: (errno) => (errno === null ? 'A regular file could be added.' : `epoll_ctl with a regular file: ${errno}.`),
    levelEdge: (level, edge) =>
      `One event: ${level} µs by level (write, wait, read), ${edge} µs by edge (write, wait), for which nothing need be read before the next.`,
    threads: (count, threads, epoll, kilobytes) =>
      `${count} connections, all active: ${threads} µs of CPU a message with a thread each, ${epoll} µs with epoll; a blocked thread takes about ${kilobytes} KB.`,
  },
  'zh-cn': {
    heading: '常见的说法',
    verdicts: { confirmed: '属实', refuted: '不属实', unmeasured: '未测量' },
    unmeasured: '没有测量。',
    selectGrows: 'select 是 O(n)：描述符越多，一次等待越贵。',
    pollGrows: 'poll 也是 O(n)。',
    epollSteady: 'epoll 不在乎关注了多少描述符。',
    epollConstant: 'epoll 是 O(1)。',
    epollFaster: 'epoll 总是更快。',
    epollMaps: 'epoll 与程序共享内存（mmap），所以什么都不用复制。',
    selectLimit: '内核的 select 不能关注 1023 以上的描述符。',
    epollAny: 'epoll 能关注任何描述符。',
    edgeFaster: '边沿触发比水平触发便宜。',
    threadsDearer: '每个连接一个线程，比一个 epoll 循环更贵。',
    growth: (few, cost, many, more) => `一个就绪：${few} 个描述符时 ${cost} µs，${many} 个时 ${more} µs。`,
    allGrowth: (few, cost, many, more) =>
      `全部就绪：${few} 个描述符时 ${cost} µs，${many} 个时 ${more} µs。它取决于有多少就绪。`,
    alwaysFaster: '这里没有任何测量与之相反。',
    notFaster: (what, count, call, cost, epoll) =>
      `${count} 个中${what === 'all-ready' ? '全部' : '一个'}就绪：${call} ${cost} µs，epoll ${epoll} µs。`,
    mapping: (errno) =>
      errno === null
        ? 'epoll 实例可以被映射。'
        : `对 epoll 实例调用 mmap：${errno}。事件被复制到交给 epoll_wait 的数组里。`,
    beyond: (found) =>
      found === 1
        ? '用 2048 位的集合，select 找到了 1023 以上那个就绪的描述符。1024 是 C 库和 Go 里 fd_set 的大小。'
        : '用 2048 位的集合，select 没有找到 1023 以上那个就绪的描述符。',
    file: (errno) => (errno === null ? '普通文件可以加入。' : `对普通文件调用 epoll_ctl：${errno}。`),
    levelEdge: (level, edge) =>
      `一个事件：水平触发 ${level} µs（写、等待、读），边沿触发 ${edge} µs（写、等待），后者在下一个事件之前不必读。`,
    threads: (count, threads, epoll, kilobytes) =>
      `${count} 个连接全部活跃：每个一个线程时，一条消息用 ${threads} µs CPU，用 epoll 时 ${epoll} µs；一个阻塞的线程约占 ${kilobytes} KB。`,
  },
};
