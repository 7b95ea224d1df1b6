/** Error numbers of the kernel (asm-generic/errno.h: the same on x86-64 and arm64) with the texts of strerror(3). */

/** One error of the kernel. */
export interface Errno {
  readonly number: number;
  readonly name: string;
  readonly message: string;
}

const table: readonly Errno[] = [
  { number: 1, name: 'EPERM', message: 'Operation not permitted' },
  { number: 2, name: 'ENOENT', message: 'No such file or directory' },
  { number: 3, name: 'ESRCH', message: 'No such process' },
  { number: 4, name: 'EINTR', message: 'Interrupted system call' },
  { number: 5, name: 'EIO', message: 'Input/output error' },
  { number: 6, name: 'ENXIO', message: 'No such device or address' },
  { number: 7, name: 'E2BIG', message: 'Argument list too long' },
  { number: 8, name: 'ENOEXEC', message: 'Exec format error' },
  { number: 9, name: 'EBADF', message: 'Bad file descriptor' },
  { number: 10, name: 'ECHILD', message: 'No child processes' },
  { number: 11, name: 'EAGAIN', message: 'Resource temporarily unavailable' },
  { number: 12, name: 'ENOMEM', message: 'Cannot allocate memory' },
  { number: 13, name: 'EACCES', message: 'Permission denied' },
  { number: 14, name: 'EFAULT', message: 'Bad address' },
  { number: 15, name: 'ENOTBLK', message: 'Block device required' },
  { number: 16, name: 'EBUSY', message: 'Device or resource busy' },
  { number: 17, name: 'EEXIST', message: 'File exists' },
  { number: 18, name: 'EXDEV', message: 'Invalid cross-device link' },
  { number: 19, name: 'ENODEV', message: 'No such device' },
  { number: 20, name: 'ENOTDIR', message: 'Not a directory' },
  { number: 21, name: 'EISDIR', message: 'Is a directory' },
  { number: 22, name: 'EINVAL', message: 'Invalid argument' },
  { number: 23, name: 'ENFILE', message: 'Too many open files in system' },
  { number: 24, name: 'EMFILE', message: 'Too many open files' },
  { number: 25, name: 'ENOTTY', message: 'Inappropriate ioctl for device' },
  { number: 26, name: 'ETXTBSY', message: 'Text file busy' },
  { number: 27, name: 'EFBIG', message: 'File too large' },
  { number: 28, name: 'ENOSPC', message: 'No space left on device' },
  { number: 29, name: 'ESPIPE', message: 'Illegal seek' },
  { number: 30, name: 'EROFS', message: 'Read-only file system' },
  { number: 31, name: 'EMLINK', message: 'Too many links' },
  { number: 32, name: 'EPIPE', message: 'Broken pipe' },
  { number: 33, name: 'EDOM', message: 'Numerical argument out of domain' },
  { number: 34, name: 'ERANGE', message: 'Numerical result out of range' },
  { number: 35, name: 'EDEADLK', message: 'Resource deadlock avoided' },
  { number: 36, name: 'ENAMETOOLONG', message: 'File name too long' },
  { number: 37, name: 'ENOLCK', message: 'No locks available' },
  { number: 38, name: 'ENOSYS', message: 'Function not implemented' },
  { number: 39, name: 'ENOTEMPTY', message: 'Directory not empty' },
  { number: 40, name: 'ELOOP', message: 'Too many levels of symbolic links' },
  { number: 42, name: 'ENOMSG', message: 'No message of desired type' },
  { number: 43, name: 'EIDRM', message: 'Identifier removed' },
  { number: 44, name: 'ECHRNG', message: 'Channel number out of range' },
  { number: 45, name: 'EL2NSYNC', message: 'Level 2 not synchronized' },
  { number: 46, name: 'EL3HLT', message: 'Level 3 halted' },
  { number: 47, name: 'EL3RST', message: 'Level 3 reset' },
  { number: 48, name: 'ELNRNG', message: 'Link number out of range' },
  { number: 49, name: 'EUNATCH', message: 'Protocol driver not attached' },
  { number: 50, name: 'ENOCSI', message: 'No CSI structure available' },
  { number: 51, name: 'EL2HLT', message: 'Level 2 halted' },
  { number: 52, name: 'EBADE', message: 'Invalid exchange' },
  { number: 53, name: 'EBADR', message: 'Invalid request descriptor' },
  { number: 54, name: 'EXFULL', message: 'Exchange full' },
  { number: 55, name: 'ENOANO', message: 'No anode' },
  { number: 56, name: 'EBADRQC', message: 'Invalid request code' },
  { number: 57, name: 'EBADSLT', message: 'Invalid slot' },
  { number: 59, name: 'EBFONT', message: 'Bad font file format' },
  { number: 60, name: 'ENOSTR', message: 'Device not a stream' },
  { number: 61, name: 'ENODATA', message: 'No data available' },
  { number: 62, name: 'ETIME', message: 'Timer expired' },
  { number: 63, name: 'ENOSR', message: 'Out of streams resources' },
  { number: 64, name: 'ENONET', message: 'Machine is not on the network' },
  { number: 65, name: 'ENOPKG', message: 'Package not installed' },
  { number: 66, name: 'EREMOTE', message: 'Object is remote' },
  { number: 67, name: 'ENOLINK', message: 'Link has been severed' },
  { number: 68, name: 'EADV', message: 'Advertise error' },
  { number: 69, name: 'ESRMNT', message: 'Srmount error' },
  { number: 70, name: 'ECOMM', message: 'Communication error on send' },
  { number: 71, name: 'EPROTO', message: 'Protocol error' },
  { number: 72, name: 'EMULTIHOP', message: 'Multihop attempted' },
  { number: 73, name: 'EDOTDOT', message: 'RFS specific error' },
  { number: 74, name: 'EBADMSG', message: 'Bad message' },
  { number: 75, name: 'EOVERFLOW', message: 'Value too large for defined data type' },
  { number: 76, name: 'ENOTUNIQ', message: 'Name not unique on network' },
  { number: 77, name: 'EBADFD', message: 'File descriptor in bad state' },
  { number: 78, name: 'EREMCHG', message: 'Remote address changed' },
  { number: 79, name: 'ELIBACC', message: 'Can not access a needed shared library' },
  { number: 80, name: 'ELIBBAD', message: 'Accessing a corrupted shared library' },
  { number: 81, name: 'ELIBSCN', message: '.lib section in a.out corrupted' },
  { number: 82, name: 'ELIBMAX', message: 'Attempting to link in too many shared libraries' },
  { number: 83, name: 'ELIBEXEC', message: 'Cannot exec a shared library directly' },
  { number: 84, name: 'EILSEQ', message: 'Invalid or incomplete multibyte or wide character' },
  { number: 85, name: 'ERESTART', message: 'Interrupted system call should be restarted' },
  { number: 86, name: 'ESTRPIPE', message: 'Streams pipe error' },
  { number: 87, name: 'EUSERS', message: 'Too many users' },
  { number: 88, name: 'ENOTSOCK', message: 'Socket operation on non-socket' },
  { number: 89, name: 'EDESTADDRREQ', message: 'Destination address required' },
  { number: 90, name: 'EMSGSIZE', message: 'Message too long' },
  { number: 91, name: 'EPROTOTYPE', message: 'Protocol wrong type for socket' },
  { number: 92, name: 'ENOPROTOOPT', message: 'Protocol not available' },
  { number: 93, name: 'EPROTONOSUPPORT', message: 'Protocol not supported' },
  { number: 94, name: 'ESOCKTNOSUPPORT', message: 'Socket type not supported' },
  { number: 95, name: 'EOPNOTSUPP', message: 'Operation not supported' },
  { number: 96, name: 'EPFNOSUPPORT', message: 'Protocol family not supported' },
  { number: 97, name: 'EAFNOSUPPORT', message: 'Address family not supported by protocol' },
  { number: 98, name: 'EADDRINUSE', message: 'Address already in use' },
  { number: 99, name: 'EADDRNOTAVAIL', message: 'Cannot assign requested address' },
  { number: 100, name: 'ENETDOWN', message: 'Network is down' },
  { number: 101, name: 'ENETUNREACH', message: 'Network is unreachable' },
  { number: 102, name: 'ENETRESET', message: 'Network dropped connection on reset' },
  { number: 103, name: 'ECONNABORTED', message: 'Software caused connection abort' },
  { number: 104, name: 'ECONNRESET', message: 'Connection reset by peer' },
  { number: 105, name: 'ENOBUFS', message: 'No buffer space available' },
  { number: 106, name: 'EISCONN', message: 'Transport endpoint is already connected' },
  { number: 107, name: 'ENOTCONN', message: 'Transport endpoint is not connected' },
  { number: 108, name: 'ESHUTDOWN', message: 'Cannot send after transport endpoint shutdown' },
  { number: 109, name: 'ETOOMANYREFS', message: 'Too many references: cannot splice' },
  { number: 110, name: 'ETIMEDOUT', message: 'Connection timed out' },
  { number: 111, name: 'ECONNREFUSED', message: 'Connection refused' },
  { number: 112, name: 'EHOSTDOWN', message: 'Host is down' },
  { number: 113, name: 'EHOSTUNREACH', message: 'No route to host' },
  { number: 114, name: 'EALREADY', message: 'Operation already in progress' },
  { number: 115, name: 'EINPROGRESS', message: 'Operation now in progress' },
  { number: 116, name: 'ESTALE', message: 'Stale file handle' },
  { number: 117, name: 'EUCLEAN', message: 'Structure needs cleaning' },
  { number: 118, name: 'ENOTNAM', message: 'Not a XENIX named type file' },
  { number: 119, name: 'ENAVAIL', message: 'No XENIX semaphores available' },
  { number: 120, name: 'EISNAM', message: 'Is a named type file' },
  { number: 121, name: 'EREMOTEIO', message: 'Remote I/O error' },
  { number: 122, name: 'EDQUOT', message: 'Disk quota exceeded' },
  { number: 123, name: 'ENOMEDIUM', message: 'No medium found' },
  { number: 124, name: 'EMEDIUMTYPE', message: 'Wrong medium type' },
  { number: 125, name: 'ECANCELED', message: 'Operation canceled' },
  { number: 126, name: 'ENOKEY', message: 'Required key not available' },
  { number: 127, name: 'EKEYEXPIRED', message: 'Key has expired' },
  { number: 128, name: 'EKEYREVOKED', message: 'Key has been revoked' },
  { number: 129, name: 'EKEYREJECTED', message: 'Key was rejected by service' },
  { number: 130, name: 'EOWNERDEAD', message: 'Owner died' },
  { number: 131, name: 'ENOTRECOVERABLE', message: 'State not recoverable' },
  { number: 132, name: 'ERFKILL', message: 'Operation not possible due to RF-kill' },
  { number: 133, name: 'EHWPOISON', message: 'Memory page has hardware error' },
];

const byNumber = new Map(table.map((errno) => [errno.number, errno]));
const byName = new Map(table.map((errno) => [errno.name, errno]));

/** The same number under the names that POSIX and Go also use. */
const aliases: Readonly<Record<string, string>> = {
  EWOULDBLOCK: 'EAGAIN',
  EDEADLOCK: 'EDEADLK',
  ENOTSUP: 'EOPNOTSUPP',
};

/** Every error the kernel knows, by ascending number. */
export const errnos = table;

/** EAGAIN for 11; `errno_500` for a number that nobody has. */
export function errnoName(number: number): string {
  return byNumber.get(number)?.name ?? `errno_${number}`;
}

/** 'Resource temporarily unavailable' for 11, as strerror(3). */
export function errnoMessage(number: number): string {
  return byNumber.get(number)?.message ?? `Unknown error ${number}`;
}

/** 11 for 'EAGAIN'; undefined for a name that does not exist. */
export function errnoNumber(name: string): number | undefined {
  return byName.get(aliases[name] ?? name)?.number;
}
