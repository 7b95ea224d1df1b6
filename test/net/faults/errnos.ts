/** The errors that each system call may have, as section 2 of the Linux manual lists them (the page is the call's own, or the one named). */

const words = (text: string): string[] => text.trim().split(/\s+/);
/** send(2) and recv(2) are of several calls. */
const send = words(`
  EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE ENOBUFS ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE`);
const recv = words('EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK');
/** A socket's write(2) also has what send(2) says of a connection, its read(2) what tcp(7) says. */
const write = words('EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EPERM EPIPE ECONNRESET');
const read = words('EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR ECONNRESET ETIMEDOUT');
/** getsockopt(2) is the page of both. */
const options = words('EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK');

/** By call. What only a call with other arguments can have is there too: the kernel is not asked. */
export const errnosOf: Readonly<Record<string, readonly string[]>> = {
  socket: words('EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT'),
  socketpair: words('EAFNOSUPPORT EFAULT EMFILE ENFILE EOPNOTSUPP EPROTONOSUPPORT'),
  bind: words(
    'EACCES EADDRINUSE EBADF EINVAL ENOTSOCK EADDRNOTAVAIL EFAULT ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EROFS',
  ),
  listen: words('EADDRINUSE EBADF ENOTSOCK EOPNOTSUPP'),
  accept4: words(`
    EAGAIN EBADF ECONNABORTED EFAULT EINTR EINVAL EMFILE ENFILE ENOBUFS ENOMEM ENOTSOCK EOPNOTSUPP EPERM EPROTO ENETDOWN ENOPROTOOPT EHOSTDOWN
    ENONET EHOSTUNREACH ENETUNREACH`),
  connect: words(`
    EACCES EPERM EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNREFUSED EFAULT EINPROGRESS EINTR EISCONN ENETUNREACH ENOTSOCK
    EPROTOTYPE ETIMEDOUT`),
  getsockname: words('EBADF EFAULT EINVAL ENOBUFS ENOTSOCK'),
  getpeername: words('EBADF EFAULT EINVAL ENOBUFS ENOTCONN ENOTSOCK'),
  setsockopt: options,
  getsockopt: options,
  shutdown: words('EBADF EINVAL ENOTCONN ENOTSOCK'),
  read,
  write,
  writev: write,
  sendto: send,
  sendmsg: send,
  recvfrom: recv,
  recvmsg: recv,
  sendfile: words('EAGAIN EBADF EFAULT EINVAL EIO ENOMEM EOVERFLOW ESPIPE'),
  splice: words('EAGAIN EBADF EINVAL ENOMEM ESPIPE'),
  close: words('EBADF EINTR EIO ENOSPC EDQUOT'),
  fcntl: words('EACCES EAGAIN EBADF EBUSY EDEADLK EFAULT EINTR EINVAL EMFILE ENOLCK EPERM'),
  pipe2: words('EFAULT EINVAL EMFILE ENFILE'),
  epoll_ctl: words('EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM'),
  // Go's runtime ends the program at every other error of epoll_wait(2).
  epoll_pwait: words('EINTR'),
  openat: words(`
    EACCES EBADF EBUSY EDQUOT EEXIST EFAULT EFBIG EINTR EINVAL EISDIR ELOOP EMFILE ENAMETOOLONG ENFILE ENODEV ENOENT ENOMEM ENOSPC ENOTDIR ENXIO
    EOPNOTSUPP EOVERFLOW EPERM EROFS ETXTBSY EWOULDBLOCK`),
  unlinkat: words('EACCES EBADF EBUSY EFAULT EINVAL EIO EISDIR ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EPERM EROFS'),
};
