/** Linux, as the rest of the engine sees it. */
import { CallThreads } from './callThreads.ts';
import { type Memory, NativeMemory } from './memory.ts';
import { loadNative } from './native.ts';
import { type DescriptorLink, descriptorLinks, epollInterest, type EpollInterest } from './procfs.ts';
import { type Descriptor, SocketReader } from './socket.ts';
import { synReceived, tcpSockets, type TcpSocket } from './sockDiag.ts';
import { Kernel, nativeCalls } from './syscall.ts';
import { threadId } from './thread.ts';
import { type EpollEvent, readEpollEvents } from './values.ts';

export type { CallThread, CallThreads } from './callThreads.ts';
export { copiedFrom, descriptorsGiven, descriptorsMade, pairArgument } from './descriptors.ts';
export { errnoMessage, errnoName, errnoNumber } from './errno.ts';
export { FaultError, Faults, parseFault } from './faults.ts';
export { NativeUnavailable } from './native.ts';
export { isArchitecture, type Architecture, type Argument } from './numbers.ts';
export { now } from './syscall.ts';
export type { CallAnswer, CallTape, SyscallRecord } from './syscall.ts';
export { replayedLinux, type ReplayedLinux } from './replayed.ts';
export type { AcceptQueue, SocketState } from './socket.ts';
export type { TcpInfo } from './tcpInfo.ts';
export type { Descriptor, DescriptorLink, EpollInterest, Kernel, Memory, TcpSocket };

/** The kernel for one thread, and ways to look into it that nobody's watcher sees. */
export interface Linux {
  /** False where a recording answers. */
  readonly isLive: boolean;
  readonly kernel: Kernel;
  readonly memory: Memory;
  /** Threads for calls that block; null where a recording answers. */
  readonly threads: CallThreads | null;
  threadId(): number;
  describeDescriptor(fd: number): Descriptor | null;
  epollInterest(fd: number): EpollInterest[];
  /** What the program gave to epoll_ctl, or got from epoll_pwait, at an address. */
  epollEvents(address: number, count: number): EpollEvent[];
  processDescriptors(): DescriptorLink[];
  tcpSockets(): TcpSocket[];
  /** Local addresses of handshakes under way, one for each; null where that cannot be seen. */
  handshakes(): string[] | null;
}

let loaded: Linux | null = null;

/** Loads the native part; once a thread. @throws NativeUnavailable where Linux system calls cannot be made */
export function loadLinux(): Linux {
  if (loaded !== null) return loaded;
  const native = loadNative();
  const memory = new NativeMemory(native);
  const kernel = new Kernel(nativeCalls(native), memory);
  const sockets = new SocketReader(kernel, memory);
  loaded = {
    isLive: true,
    kernel,
    memory,
    threads: new CallThreads(native, kernel, memory),
    threadId: () => threadId(kernel),
    describeDescriptor: (fd) => sockets.describe(fd),
    epollInterest: (fd) => epollInterest(fd),
    epollEvents: (address, count) => readEpollEvents(native.architecture, memory, address, count),
    processDescriptors: () => descriptorLinks(),
    tcpSockets: () => tcpSockets(kernel, memory),
    handshakes: () => tcpSockets(kernel, memory, synReceived).map(({ local }) => local),
  };
  return loaded;
}
