/** What is said about the numbers, from the numbers. */
import type { Language } from '../walkthroughFormat.ts';

export interface MeasurePhrases {
  title: string;
  oneReady: string;
  allReady: string;
  columns: string;
  registering: (microseconds: string) => string;
  events: (level: string, edge: string) => string;
  grows: (call: string, from: number, to: number, factor: string) => string;
  steady: (call: string, from: number, to: number, factor: string) => string;
  cheapest: (count: number, call: string, costs: string) => string;
  allActive: (count: number, call: string, perDescriptor: string) => string;
  limit: (count: number) => string;
  check: (call: string, count: number, here: string, inC: string, factor: string) => string;
  noCompiler: string;
  cancelled: string;
  processors: (count: number) => string;
  waiting: (call: string, ready: number, count: number) => string;
  toRegister: string;
  level: string;
  edge: string;
  threads: (count: number) => string;
}

export const measurePhrases: Record<Language, MeasurePhrases> = {
  en: {
    title: 'One wait by select, poll and epoll: CPU time in microseconds',
    oneReady: 'one ready',
    allReady: 'all ready',
    columns: 'descriptors',
    registering: (microseconds) => `Adding a descriptor to epoll and removing it: ${microseconds} µs.`,
    events: (level, edge) =>
      `One event: ${level} µs level triggered (write, wait, read), ${edge} µs edge triggered (write, wait).`,
    grows: (call, from, to, factor) =>
      `${call}: with ${to} descriptors a wait costs ${factor} times what it costs with ${from}; it grows with their number.`,
    steady: (call, from, to, factor) =>
      `${call}: with ${to} descriptors a wait costs ${factor} times what it costs with ${from}; the number hardly matters.`,
    cheapest: (count, call, costs) => `One of ${count} ready: ${call} is the cheapest (${costs}).`,
    allActive: (count, call, perDescriptor) =>
      `All of ${count} ready: ${call} is the cheapest, ${perDescriptor} µs for each descriptor.`,
    limit: (count) => `select was not measured from ${count} descriptors on: a set has 1024 bits.`,
    check: (call, count, here, inC, factor) =>
      `${call}, 1 of ${count}: ${here} µs here, ${inC} µs in C, factor ${factor}.`,
    noCompiler: 'No C compiler (cc) was found: the numbers were not checked against C.',
    cancelled: 'Cancelled: what had been measured until then.',
    processors: (count) => `${count} ${count === 1 ? 'processor' : 'processors'}`,
    waiting: (call, ready, count) => `${call}, ${ready} of ${count} ready`,
    toRegister: 'registering',
    level: 'level triggered',
    edge: 'edge triggered',
    threads: (count) => `${count} threads, ${count} connections`,
  },
  'zh-cn': {
    title: 'select、poll 与 epoll 的一次等待：CPU 时间，微秒',
    oneReady: '一个就绪',
    allReady: '全部就绪',
    columns: '描述符',
    registering: (microseconds) => `向 epoll 添加再移除一个描述符：${microseconds} µs。`,
    events: (level, edge) => `一个事件：水平触发 ${level} µs（写、等待、读），边沿触发 ${edge} µs（写、等待）。`,
    grows: (call, from, to, factor) =>
      `${call}：${to} 个描述符时，一次等待的代价是 ${from} 个时的 ${factor} 倍；它随数目增长。`,
    steady: (call, from, to, factor) =>
      `${call}：${to} 个描述符时，一次等待的代价是 ${from} 个时的 ${factor} 倍；数目几乎无关紧要。`,
    cheapest: (count, call, costs) => `${count} 个中一个就绪：${call} 最便宜（${costs}）。`,
    allActive: (count, call, perDescriptor) => `${count} 个全部就绪：${call} 最便宜，每个描述符 ${perDescriptor} µs。`,
    limit: (count) => `从 ${count} 个描述符起没有测量 select：一个集合只有 1024 位。`,
    check: (call, count, here, inC, factor) =>
      `${call}，${count} 个中一个：这里 ${here} µs，C 中 ${inC} µs，倍数 ${factor}。`,
    noCompiler: '没有找到 C 编译器（cc）：数字没有与 C 对照。',
    cancelled: '已取消：这是到那时为止测得的。',
    processors: (count) => `${count} 个处理器`,
    waiting: (call, ready, count) => `${call}，${count} 个中 ${ready} 个就绪`,
    toRegister: '注册',
    level: '水平触发',
    edge: '边沿触发',
    threads: (count) => `${count} 个线程，${count} 个连接`,
  },
};
