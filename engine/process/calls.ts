/** Which system calls are about the network: those about sockets and epoll, and whatever is done with such a descriptor. */
import { descriptorLink, descriptorLinks, epollInterest } from '../linux/procfs.ts';

const always = new Set(
  `socket socketpair bind connect listen accept accept4 getsockname getpeername setsockopt getsockopt sendto recvfrom sendmsg recvmsg
   sendmmsg recvmmsg shutdown epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2`.split(
    /\s+/,
  ),
);
/** About the network when their first or second descriptor is. */
const byDescriptor = new Set('read write readv writev close fcntl ioctl dup dup3 fstat sendfile splice'.split(' '));
const withSecond = new Set(['sendfile', 'splice']);

/** The descriptors of a process, as far as they were asked for. */
export class NetworkCalls {
  readonly #pid: number;
  readonly #isNetwork = new Map<number, boolean>();

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Whether a call that begins is about the network; `descriptor` gives an argument as one. */
  isNetwork(name: string, descriptor: (argument: number) => number): boolean {
    if (always.has(name)) return true;
    if (!byDescriptor.has(name)) return false;
    const first = descriptor(0);
    const found = this.#knows(first) || (withSecond.has(name) && this.#knows(descriptor(name === 'splice' ? 2 : 1)));
    if (name === 'close') this.#isNetwork.delete(first);
    if (name === 'dup3') this.#isNetwork.delete(descriptor(1));
    return found;
  }

  #knows(fd: number): boolean {
    let known = this.#isNetwork.get(fd);
    if (known === undefined) {
      known = this.#ask(fd);
      this.#isNetwork.set(fd, known);
    }
    return known;
  }

  /** A call gave the process a descriptor: what was known of that number is no more. */
  made(fd: number): void {
    this.#isNetwork.delete(fd);
  }

  /** Sockets, epoll, and what wakes it: an eventfd, or until Go 1.22 a pipe. */
  #ask(fd: number): boolean {
    const link = descriptorLink(fd, this.#pid);
    if (link === null) return false;
    return link.kind === 'pipe' ? this.#wakesEpoll(link.inode) : link.kind !== 'file';
  }

  #wakesEpoll(inode: number): boolean {
    return descriptorLinks(this.#pid)
      .filter(({ kind }) => kind === 'epoll')
      .flatMap(({ fd }) => epollInterest(fd, this.#pid))
      .some(({ fd }) => descriptorLink(fd, this.#pid)?.inode === inode);
  }
}
