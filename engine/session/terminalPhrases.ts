/** The few words that the terminal says itself, in each language of the walkthroughs. */
import type { Language, Nature } from './walkthroughFormat.ts';

export interface Phrases {
  prompt: string;
  help: string;
  noHits: string;
  moreHits: string;
  choose: string;
  right: string;
  wrong: string;
  natures: Record<Nature, string>;
  history(step: number, last: number): string;
  ended(status: number): string;
}

export const phrases: Record<Language, Phrases> = {
  en: {
    prompt: '[Enter] next stop  [s] one step  [b] back  [q] quit >',
    help: 'Enter goes on to the next stop, s executes one statement, b goes back one stop, q quits; j 1234 goes to a step, /EAGAIN searches the steps for a function, dial.go:42, a system call, an errno, goroutine 18 or fd 7.',
    noHits: 'No step fits.',
    moreHits: 'There are more: these are the nearest.',
    choose: 'Your choice, or Enter for the answer >',
    right: 'Right.',
    wrong: 'Not quite.',
    natures: {
      real: 'real: the kernel does it',
      executed: "executed: Go's own source",
      mirrored: "mirrored: ours, on Go's lines",
      observed: 'observed: the kernel tells it',
      inferred: 'inferred: concluded, not seen',
    },
    history: (step, last) => `history: step ${step} of ${last}`,
    ended: (status) => `The program has ended with status ${status}.`,
  },
  'zh-cn': {
    prompt: '[回车] 下一站  [s] 单步  [b] 后退  [q] 退出 >',
    help: '回车走到下一站，s 执行一条语句，b 退回上一站，q 退出；j 1234 跳到某一步，/EAGAIN 在各步中搜索：函数、dial.go:42、系统调用、errno、goroutine 18 或 fd 7。',
    noHits: '没有符合的步骤。',
    moreHits: '还有更多：这里是最近的。',
    choose: '输入选项编号，或按回车看答案 >',
    right: '答对了。',
    wrong: '不完全对。',
    natures: {
      real: '真实：由内核完成',
      executed: '执行：Go 自己的源码',
      mirrored: '镜像：由我们实现，对应 Go 的代码行',
      observed: '观察：由内核告知',
      inferred: '推断：由推理得出，未直接看到',
    },
    history: (step, last) => `历史：第 ${step} 步，共 ${last} 步`,
    ended: (status) => `程序已结束，退出状态 ${status}。`,
  },
};
