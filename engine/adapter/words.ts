/** What the adapter itself says to a person, in the languages of the extension. */
import type { ExceptionFilter } from '../trace/source.ts';

export interface Words {
  filters: Record<ExceptionFilter['filter'], { label: string; description: string }>;
  /** Of an exception filter for which a real process never stops. */
  notSeen: string;
  /** While a program is prepared. */
  preparing: string;
  /** At a step of the history. */
  history(step: number, last: number): string;
  /** Stops of a walkthrough whose statements a person's own program does not have. */
  missing(titles: string[]): string;
  /** Stops of a walkthrough that a person's own program did not come to. */
  passedOver(titles: string[]): string;
  /** Behind it, at the oldest step when there was more. */
  oldest(dropped: number): string;
}

const english: Words = {
  filters: {
    errno: {
      label: 'System call fails',
      description: 'Stops when a system call returns an errno. Condition: names of errno values.',
    },
    eagain: {
      label: 'Would block (EAGAIN)',
      description: 'Stops when a system call has nothing to give yet: the goroutine is about to park.',
    },
    park: { label: 'Goroutine parks', description: 'Stops when a goroutine begins to wait.' },
    deadline: { label: 'Deadline expires', description: 'Stops when a deadline wakes a goroutine.' },
    panic: { label: 'Panic', description: 'Stops when a goroutine panics.' },
  },
  notSeen: 'Of a real process only system calls and their errno values are seen, not this.',
  preparing: "Netwalk reads Go's source and checks the program",
  missing: (titles) => `Left out, for this program has no such statement: ${titles.join('; ')}`,
  passedOver: (titles) => `Passed over, for this program did not come there: ${titles.join('; ')}`,
  history: (step, last) => `history: step ${step} of ${last}`,
  oldest: (dropped) => ` (the oldest kept, ${dropped} before it are gone)`,
};

const chinese: Words = {
  filters: {
    errno: { label: '系统调用失败', description: '系统调用返回 errno 时停下。条件：errno 的名字。' },
    eagain: { label: '将会阻塞（EAGAIN）', description: '系统调用暂时给不出结果时停下：goroutine 即将挂起。' },
    park: { label: 'goroutine 挂起', description: 'goroutine 开始等待时停下。' },
    deadline: { label: '截止时间到期', description: '截止时间唤醒 goroutine 时停下。' },
    panic: { label: 'panic', description: 'goroutine 发生 panic 时停下。' },
  },
  notSeen: '对真实进程只能看到系统调用及其 errno，看不到这一项。',
  preparing: 'Netwalk 正在读取 Go 源码并检查程序',
  missing: (titles) => `本程序没有相应的语句，略过：${titles.join('；')}`,
  passedOver: (titles) => `本程序没有走到，略过：${titles.join('；')}`,
  history: (step, last) => `历史：第 ${step} 步，共 ${last} 步`,
  oldest: (dropped) => `（保留的最早一步，之前的 ${dropped} 步已丢弃）`,
};

/** For a locale as clients write it: `zh-cn`, `zh_CN`; English for all that is not Chinese. */
export const wordsFor = (locale: string): Words => (/^zh\b|^zh_/i.test(locale) ? chinese : english);

/** What a goroutine is called in a line of text, in every language. */
export const goroutineText = (goid: number): string => (goid === 0 ? 'g0' : `goroutine ${goid}`);
