/** mmap(2) and io_uring(7) in the words of strace. */
import { flagNames, nameTable } from './constants.ts';
import { int32, pointer, type ArgumentDecoder } from './values.ts';

export const memoryProtections = nameTable('PROT_???', 'PROT_NONE 0 PROT_READ 1 PROT_WRITE 2 PROT_EXEC 4');

const mapTypes = nameTable('MAP_???', 'MAP_SHARED 1 MAP_PRIVATE 2 MAP_SHARED_VALIDATE 3');
const moreMapFlags = nameTable(
  'MAP_???',
  'MAP_FIXED 0x10 MAP_ANONYMOUS 0x20 MAP_NORESERVE 0x4000 MAP_GROWSDOWN 0x100 MAP_LOCKED 0x2000 MAP_POPULATE 0x8000 MAP_STACK 0x20000',
);
export const mapFlags: ArgumentDecoder = (flags) => {
  const rest = int32(flags) & ~0xf;
  return flagNames(mapTypes, int32(flags) & 0xf) + (rest === 0 ? '' : `|${flagNames(moreMapFlags, rest)}`);
};

export const ringEnterFlags = nameTable(
  'IORING_ENTER_???',
  'IORING_ENTER_GETEVENTS 1 IORING_ENTER_SQ_WAKEUP 2 IORING_ENTER_SQ_WAIT 4 IORING_ENTER_EXT_ARG 8 IORING_ENTER_REGISTERED_RING 0x10',
);

const setupFlags = nameTable(
  'IORING_SETUP_???',
  'IORING_SETUP_IOPOLL 1 IORING_SETUP_SQPOLL 2 IORING_SETUP_SQ_AFF 4 IORING_SETUP_CQSIZE 8 IORING_SETUP_CLAMP 0x10 IORING_SETUP_ATTACH_WQ 0x20',
);
const features = nameTable(
  'IORING_FEAT_???',
  `IORING_FEAT_SINGLE_MMAP 0x1 IORING_FEAT_NODROP 0x2 IORING_FEAT_SUBMIT_STABLE 0x4 IORING_FEAT_RW_CUR_POS 0x8 IORING_FEAT_CUR_PERSONALITY 0x10
  IORING_FEAT_FAST_POLL 0x20 IORING_FEAT_POLL_32BITS 0x40 IORING_FEAT_SQPOLL_NONFIXED 0x80 IORING_FEAT_EXT_ARG 0x100 IORING_FEAT_NATIVE_WORKERS 0x200
  IORING_FEAT_RSRC_TAGS 0x400 IORING_FEAT_CQE_SKIP 0x800 IORING_FEAT_LINKED_FILE 0x1000`,
);

const named = (data: DataView, at: number, names: string): string =>
  names
    .split(' ')
    .map((name, i) => `${name}=${data.getUint32(at + 4 * i, true)}`)
    .join(', ');

/** struct io_uring_params, as the kernel has filled it in. */
export const ringParameters: ArgumentDecoder = (address, call, index) => {
  if (Number(address) === 0 || call.errno !== 0) return pointer(address, call, index);
  const data = new DataView(call.memory.copyFrom(Number(address), 120).buffer);
  const parts = [
    `flags=${flagNames(setupFlags, data.getUint32(8, true))}`,
    named(data, 12, 'sq_thread_cpu sq_thread_idle'),
    named(data, 0, 'sq_entries cq_entries'),
    `features=${flagNames(features, data.getUint32(20, true))}`,
    `sq_off={${named(data, 40, 'head tail ring_mask ring_entries flags dropped array')}}`,
    `cq_off={${named(data, 80, 'head tail ring_mask ring_entries overflow cqes flags')}}`,
  ];
  return `{${parts.join(', ')}}`;
};
