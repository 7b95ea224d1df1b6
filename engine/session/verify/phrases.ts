/** What `netwalk verify` says, in each language of the walkthroughs. */
import type { Language } from '../walkthroughFormat.ts';

export interface VerifyPhrases {
  noGo(version: string | undefined): string;
  noStrace: string;
  building(version: string): string;
  running(what: string): string;
  didNotEnd(what: string, seconds: number): string;
  /** What a descriptor is, by its role. */
  descriptor(role: string): string;
  equal(calls: number): string;
  different(count: number): string;
  statuses(go: string, netwalk: string): string;
  nothing: string;
}

const role = (names: Record<string, string>, text: string): string => {
  const [, letters = '', number = ''] = /^([A-Za-z-]+)(\d*)$/.exec(text) ?? [];
  const name = names[letters];
  return name === undefined ? text.replace(/^file:/, '') : `${name}${number === '' ? '' : ` ${number}`} (${text})`;
};

export const verifyPhrases: Record<Language, VerifyPhrases> = {
  en: {
    noGo: (version) =>
      `verify compares with a real Go, and ${version === undefined ? 'no Go tool chain' : `no tool chain of Go ${version}`} was found: install Go, put it on the PATH, or name its folder (--goroot; in VS Code the setting netwalk.goroot)`,
    noStrace:
      'verify looks at system calls with strace, which is not here or may not trace: install it (apt install strace)',
    building: (version) => `building with Go ${version}`,
    running: (what) => `running ${what} under strace`,
    didNotEnd: (what, seconds) =>
      `${what} did not end within ${seconds} s: verify compares programs that end by themselves (--seconds gives them more time)`,
    descriptor: (text) =>
      role(
        {
          lsn: 'listener', acc: 'accepted connection', dial: 'dialed connection', pkt: 'datagram socket', probe: 'probing socket',
          EP: 'epoll', 'wake-up': 'wake-up of the poller',
        }, text), // prettier-ignore
    equal: (calls) => `No difference: ${calls} system calls on both sides.`,
    different: (count) => `${count} ${count === 1 ? 'difference' : 'differences'}.`,
    statuses: (go, netwalk) => `The exit status differs: ${go} with Go, ${netwalk} here.`,
    nothing: 'Neither side made a system call on a socket or a file of its own.',
  },
  'zh-cn': {
    noGo: (version) =>
      `verify 要与真正的 Go 比较，但没有找到${version === undefined ? ' Go 工具链' : ` Go ${version} 的工具链`}：请安装 Go 或将其加入 PATH，也可指定其目录（--goroot；在 VS Code 中为设置 netwalk.goroot）`,
    noStrace: 'verify 用 strace 观察系统调用，但这里没有 strace 或它无权跟踪：请安装（apt install strace）',
    building: (version) => `正在用 Go ${version} 构建`,
    running: (what) => `正在 strace 下运行 ${what}`,
    didNotEnd: (what, seconds) =>
      `${what} 在 ${seconds} 秒内没有结束：verify 只比较会自行结束的程序（--seconds 可延长时间）`,
    descriptor: (text) =>
      role(
        {
          lsn: '监听套接字', acc: '已接受的连接', dial: '拨出的连接', pkt: '数据报套接字', probe: '探测套接字', EP: 'epoll', 'wake-up': '轮询器的唤醒',
        }, text), // prettier-ignore
    equal: (calls) => `没有差异：两边各有 ${calls} 次系统调用。`,
    different: (count) => `${count} 处差异。`,
    statuses: (go, netwalk) => `退出状态不同：Go 为 ${go}，这里为 ${netwalk}。`,
    nothing: '两边都没有对套接字或自己打开的文件做系统调用。',
  },
};
