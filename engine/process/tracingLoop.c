// What tracingLoop.ts has as bytes: the part of a tracer that a traced process waits for. It waits for a thread's stop, notes the system call, and lets
// the thread go on; whatever is not such a call's entry or exit ends the loop, and so does a call that somebody must look at more closely. Where the
// process has a recorder (recorder.c) that notes calls without a stop, the loop fetches them from there, and each stop ends it.
//
// To make the bytes anew, for x86-64 (`run` comes first; no data, nothing of a C library):
//   gcc -Os -ffreestanding -fPIC -fno-stack-protector -fcf-protection=none -fno-jump-tables -fno-asynchronous-unwind-tables -fno-tree-vectorize
//     -fno-tree-loop-distribute-patterns -mgeneral-regs-only -nostdlib -c tracingLoop.c
//   echo 'SECTIONS { .text : { *(.text.first) *(.text*) } }' | ld -o joined.o tracingLoop.o -T /dev/stdin
//   objcopy -O binary -j .text joined.o code && base64 -w 116 code
#include "noted.h"

enum { UNKNOWN = 0, IN_NOTED = 1, IN_IGNORED = 2, IN_CLOSELY = 3 }; // where a thread is
enum { CHANGED = 1, FULL = 2, INTERRUPTED = 3, NONE_LEFT = 4 };     // why the loop ends
enum { STACK = 2048, BUFFER_MOST = 1536, G = 176, WAYS = 8, BUCKETS = 64, STEPS = 62, ENDS = 1024, PERIOD = 10000000, QUIET = 50 };

struct thread {
  u32 state, pad;
  u64 machine, start, unused;
  u8 info[96]; // struct ptrace_syscall_info of its entry
};
struct step { u64 at, address; };
struct known { // a stack that was met: its number, and which return addresses lie where on it
  u64 pc;
  u32 id, steps;
  struct step step[STEPS];
};
struct end { u64 g, at; }; // where a goroutine's stack ended when it was seen last
struct vector { u64 at, length; };
struct control {
  u64 pid, slots, threads, kinds, descriptors, notes, capacity; // where they are; how many bytes of notes there is room for
  u64 closely;                                                   // 1: every call that is not ignored
  u64 textFrom, textTo, machine, curg, goid;                     // of the program; where fields are in a g and an m
  u64 clock, timer, armed;                                       // clock_gettime; the timer that interrupts waiting notes
  u64 known, ends, scratch;                                      // where they are: stacks, their ends, and room for a g, a buffer and a stack
  u64 length, count, thread, status;                             // what came: bytes of notes, how many, and whose stop ended the loop
  u64 period[4], registers[28], now[2];
  struct vector local, remote[4];
  u64 recorder, rings, left; // the recorder's shared part in the process; room for all that it has; 1: some has not been fetched for want of room
  u64 quiet;                 // how often it had nothing, one time after the other
};
enum { SLOTS = 16, SLOT = 266240, SLOTS_AT = 1057024, ENDS_AT = 8, RING_AT = 4096, RING = 262144 }; // of recorder.c
enum { FETCH = -1 };                                                                              // instead of wait4's options

static i64 kernel(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  i64 result;
  register i64 r10 __asm__("r10") = d;
  register i64 r8 __asm__("r8") = e;
  register i64 r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
}

static u64 nanoseconds(struct control *c) {
  ((int (*)(int, u64 *))c->clock)(1, c->now);
  return c->now[0] * 1000000000 + c->now[1];
}

static void setTimer(struct control *c, int armed) {
  u64 at = (u64)c->period;
  c->armed = armed;
  c->period[1] = c->period[3] = !armed ? 0 : c->quiet > QUIET ? 10 * PERIOD : PERIOD;
  kernel(223, c->timer, 0, at, 0, 0, 0); // timer_settime
}

// At an entry: whether the thread may go on at once.
static int enter(struct control *c, struct thread *t, u64 id) {
  if (kernel(101, 0x420e, id, 88, (u64)t->info, 0, 0) < 0) return 0; // PTRACE_GET_SYSCALL_INFO
  if (t->info[0] != 1) return t->info[0] == 2;
  u64 *args = (u64 *)(t->info + 32), number = args[-1];
  struct kind *kind = (struct kind *)c->kinds + (number < 512 ? number : 511);
  u32 what = kind->what;
  if (what == NOTED && kind->ofDescriptor) {
    u64 fd = (u32)args[0];
    u8 known = fd < 1048576 ? ((u8 *)c->descriptors)[fd] : 0;
    what = known == 0 ? CLOSELY : known == 1 ? NOTED : IGNORED;
  }
  if (what == NOTED && (c->closely || (kind->zero < 6 && args[kind->zero] != 0))) what = CLOSELY;
  if (what == CLOSELY) return 0;
  t->state = what == NOTED ? IN_NOTED : IN_IGNORED;
  if (what == NOTED) t->start = nanoseconds(c);
  return 1;
}

// Words, whose number is rounded up.
static void copy(u64 *to, u64 *from, u64 bytes) {
  for (u64 i = 0; i < (bytes + 7) / 8; i++) to[i] = from[i];
}

static i64 readParts(struct control *c, u64 to, u64 length, int parts) {
  c->local.at = to;
  c->local.length = length;
  return kernel(310, c->pid, (u64)&c->local, 1, (u64)c->remote, parts, 0); // process_vm_readv
}

static void part(struct control *c, int index, u64 at, u64 length) {
  c->remote[index].at = at;
  c->remote[index].length = length;
}

// The number of a stack, whose bytes are here, if it is a known one; or 0.
static u32 knownStack(struct control *c, u64 pc, u64 number, u8 *stack, u64 length) {
  struct known *known = (struct known *)c->known + ((pc >> 2) + number) % BUCKETS * WAYS;
  for (int way = 0; way < WAYS; way++, known++) {
    if (known->pc != pc || !known->id) continue;
    u32 step = 0;
    while (step < known->steps && known->step[step].at + 8 <= length && *(u64 *)(stack + known->step[step].at) == known->step[step].address) step++;
    if (step == known->steps) return known->id;
  }
  return 0;
}

// At the exit of a call that is noted: whether all of it could be.
static int leave(struct control *c, struct thread *t, u64 id) {
  struct note *n = (struct note *)(c->notes + c->length);
  if (c->closely || !t->machine) return 0;
  if (kernel(101, 12, id, 0, (u64)c->registers, 0, 0) < 0) return 0; // PTRACE_GETREGS
  u64 *args = (u64 *)(t->info + 32), pc = c->registers[16], sp = c->registers[19], result = c->registers[10], g = c->registers[1];
  if (pc < c->textFrom || pc >= c->textTo) return 0;

  u64 number = args[-1];
  struct kind *kind = (struct kind *)c->kinds + (number < 512 ? number : 511);
  u64 length = 0;
  if (kind->buffer < 6) {
    length = !args[kind->buffer] ? 0 : kind->lengthFrom < 6 ? args[kind->lengthFrom] : kind->lengthFrom == 6 ? 1 : (i64)result < 0 ? 0 : result;
    if (length > kind->most / kind->unit) length = kind->most / kind->unit;
    length *= kind->unit;
  }
  // How long its stack is, is mostly what it was: else some bytes, in two parts, for whole pages are there or not.
  struct end *end = (struct end *)c->ends + (g >> 5) % ENDS;
  u64 first = end->g == g ? end->at - sp : STACK_MOST + 1, second = 0;
  if (first > STACK_MOST) {
    first = 4096 - (sp & 4095);
    if (first > STACK) first = STACK;
    second = STACK - first;
  }
  u8 *goroutine = (u8 *)c->scratch, *buffer = goroutine + G, *stack = buffer + length;
  part(c, 0, g, G);
  part(c, 1, kind->buffer < 6 ? args[kind->buffer] : 0, length);
  part(c, 2, sp, first);
  part(c, 3, sp + first, second);
  i64 read = readParts(c, c->scratch, G + length + first + second, second ? 4 : 3) - G - length;
  if (read < (i64)first) return 0;
  // A thread that is Go's: it stands on the stack of its g, which says that its machine is the thread's.
  u64 from = *(u64 *)goroutine, to = *(u64 *)(goroutine + 8), goid = *(u64 *)(goroutine + c->goid);
  if (*(u64 *)(goroutine + c->machine) != t->machine || sp < from || sp >= to || to - sp > STACK_MOST) return 0;
  // The scheduler's own: unless it works for a goroutine.
  if (!goid) {
    u64 curg;
    part(c, 0, t->machine + c->curg, 8);
    if (readParts(c, (u64)&curg, 8, 1) != 8 || curg) return 0;
  }
  end->g = g;
  end->at = to;
  i64 whole = to - sp;
  if (whole > read) {
    part(c, 0, sp + read, whole - read);
    if (readParts(c, (u64)(stack + read), whole - read, 1) != whole - read) return 0;
  }
  n->thread = id;
  n->stack = knownStack(c, pc, number, stack, whole);
  n->start = t->start;
  n->end = nanoseconds(c);
  n->number = number;
  copy(n->args, args, 48);
  n->result = result;
  n->pc = pc;
  n->sp = sp;
  n->goid = goid;
  n->bufferLength = length;
  n->stackLength = n->stack ? 0 : whole;
  n->size = sizeof(struct note) + (length + 7) / 8 * 8 + n->stackLength;
  copy((u64 *)(n + 1), (u64 *)buffer, length);
  copy((u64 *)((u8 *)n + n->size - n->stackLength), (u64 *)stack, n->stackLength);
  c->length += n->size;
  c->count++;
  if (!c->armed) setTimer(c, 1);
  return 1;
}

// Bytes of the recorder's in several parts, one behind the other.
static i64 recorded(struct control *c, i64 number, void *local, u64 length, struct vector *remote, int parts) {
  struct vector one = {(u64)local, length};
  return kernel(number, c->pid, (u64)&one, 1, (u64)remote, parts, 0);
}

// Takes what the recorder has written, in the order in which the calls returned.
static void fetch(struct control *c) {
  u64 slots = c->recorder + SLOTS_AT, total = 0;
  struct { u64 head, tail; } ends[SLOTS];
  struct vector remote[2 * SLOTS];
  u8 *from[SLOTS], *to[SLOTS];
  int parts = 0;
  c->left = 0;
  for (int i = 0; i < SLOTS; i++) {
    remote[i].at = slots + i * SLOT + ENDS_AT;
    remote[i].length = 16;
  }
  if (recorded(c, 310, ends, sizeof ends, remote, SLOTS) != sizeof ends) return; // process_vm_readv
  for (int i = 0; i < SLOTS; i++) {
    u64 length = ends[i].head - ends[i].tail, place = ends[i].tail % RING, ring = slots + i * SLOT + RING_AT;
    u64 first = length > RING - place ? RING - place : length;
    from[i] = (u8 *)c->rings + total;
    total += length;
    to[i] = (u8 *)c->rings + total;
    if (first) {
      remote[parts].at = ring + place;
      remote[parts++].length = first;
    }
    if (length > first) {
      remote[parts].at = ring;
      remote[parts++].length = length - first;
    }
  }
  // A process that does nothing is looked at less often.
  int seldom = c->quiet > QUIET;
  c->quiet = total ? 0 : c->quiet + 1;
  if ((c->quiet > QUIET) != seldom) setTimer(c, 1);
  if (!total || recorded(c, 310, (u8 *)c->rings, total, remote, parts) != (i64)total) return;
  for (;;) {
    int next = -1;
    for (int i = 0; i < SLOTS; i++) {
      while (from[i] < to[i] && !((struct note *)from[i])->thread) from[i] += ((struct note *)from[i])->size; // passed over
      if (from[i] < to[i] && (next < 0 || ((struct note *)from[i])->end < ((struct note *)from[next])->end)) next = i;
    }
    if (next < 0) break;
    struct note *n = (struct note *)from[next];
    if (c->length + n->size > c->capacity) {
      c->left = 1;
      break;
    }
    u64 size = n->size;
    n->stack = knownStack(c, n->pc, n->number, from[next] + size - n->stackLength, n->stackLength);
    if (n->stack) {
      n->size -= n->stackLength;
      n->stackLength = 0;
    }
    copy((u64 *)(c->notes + c->length), (u64 *)n, n->size);
    c->length += n->size;
    c->count++;
    from[next] += size;
  }
  // Each tail is where its slot was read from, and what was taken of it.
  u64 tails[SLOTS], begin = c->rings;
  for (int i = 0; i < SLOTS; i++) {
    tails[i] = ends[i].tail + ((u64)from[i] - begin);
    begin = (u64)to[i];
    remote[i].at = slots + i * SLOT + ENDS_AT + 8;
    remote[i].length = 8;
  }
  recorded(c, 311, tails, sizeof tails, remote, SLOTS); // process_vm_writev
}

__attribute__((section(".text.first"))) i64 run(struct control *c, i64 options) {
  if (c->recorder && (c->left || options == FETCH)) {
    fetch(c);
    return c->left ? FULL : INTERRUPTED;
  }
  for (;;) {
    if (c->length + sizeof(struct note) + BUFFER_MOST + STACK_MOST > c->capacity) return FULL;
    if (c->recorder && !c->armed) setTimer(c, 1);
    u32 status;
    i64 id = kernel(61, -1, (u64)&status, options, 0, 0, 0); // wait4
    if (c->recorder && id) fetch(c);
    if (id < 0) {
      if (id == -4 && c->armed && !c->count && !c->recorder) setTimer(c, 0);
      return id == -4 ? INTERRUPTED : NONE_LEFT;
    }
    if (id == 0) return INTERRUPTED;
    c->thread = id;
    c->status = status;
    u32 slot = id < 4194304 ? ((u32 *)c->slots)[id] : 0;
    if (status != 0x857f || !slot || c->recorder) return CHANGED; // not SIGTRAP | 0x80
    struct thread *t = (struct thread *)c->threads + slot;
    u32 state = t->state;
    if (state == IN_CLOSELY || (state == IN_NOTED && !leave(c, t, id))) return CHANGED;
    if (state == UNKNOWN && !enter(c, t, id)) return CHANGED;
    if (state != UNKNOWN) t->state = UNKNOWN;
    kernel(101, 24, id, 0, 0, 0, 0); // PTRACE_SYSCALL
  }
}
