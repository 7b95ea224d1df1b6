// What tracingLoop.ts has as bytes: the part of a tracer that a traced process waits for. It waits for a thread's stop, notes the system call, and lets
// the thread go on; whatever is not such a call's entry or exit ends the loop, and so does a call that somebody must look at more closely.
//
// To make the bytes anew, for x86-64 (`run` comes first; no data, no relocations, nothing of a C library):
//   gcc -Os -ffreestanding -fPIC -fno-stack-protector -fcf-protection=none -fno-jump-tables -fno-asynchronous-unwind-tables -fno-tree-vectorize
//     -fno-tree-loop-distribute-patterns -mgeneral-regs-only -nostdlib -c tracingLoop.c
//   echo 'SECTIONS { .text : { *(.text.first) *(.text*) } }' | ld -r -o joined.o tracingLoop.o -T /dev/stdin
//   objcopy -O binary -j .text joined.o code && base64 -w 116 code
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

enum { IGNORED = 0, CLOSELY = 1, NOTED = 2 };                // what a call is
enum { UNKNOWN = 0, IN_NOTED = 1, IN_IGNORED = 2, IN_CLOSELY = 3 }; // where a thread is
enum { CHANGED = 1, FULL = 2, INTERRUPTED = 3, NONE_LEFT = 4 };     // why the loop ends
enum { STACK = 2048, STACK_MOST = 16384, BUFFER_MOST = 1536, G = 176 };

struct kind {
  u8 what, ofDescriptor, buffer, lengthFrom; // the argument that is a buffer and what says its length: an argument, or 7, the result
  u16 unit, most;                            // of a buffer's bytes
  u8 zero, pad[7];                           // the argument that must be 0 for the call to be noted
};
struct thread {
  u32 state, pad;
  u64 machine, start, unused;
  u8 info[96]; // struct ptrace_syscall_info of its entry
};
struct record {
  u32 thread, stackLength, bufferLength, pad;
  u64 start, end, number, args[6], result, pc, sp, g, curg, tls;
  u8 goroutine[G], buffer[BUFFER_MOST], stack[STACK_MOST];
};
struct vector { u64 at, length; };
struct control {
  u64 pid, slots, threads, kinds, descriptors, records, capacity; // where they are; how many records there is room for
  u64 closely;                                                   // 1: every call that is not ignored
  u64 textFrom, textTo, machine, curg;                           // of the program; where fields are in a g and an m
  u64 clock, timer, armed;                                       // clock_gettime; the timer that interrupts waiting records
  u64 count, thread, status;                                     // what came
  u64 period[4], registers[28], now[2];
  struct vector local[5], remote[6];
};

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
  c->period[1] = c->period[3] = armed ? 5000000 : 0;
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

// At the exit of a call that is noted: whether all of it could be.
static int leave(struct control *c, struct thread *t, u64 id) {
  struct record *r = (struct record *)c->records + c->count;
  if (c->closely || !t->machine) return 0;
  if (kernel(101, 12, id, 0, (u64)c->registers, 0, 0) < 0) return 0; // PTRACE_GETREGS
  u64 *args = (u64 *)(t->info + 32), sp = c->registers[19], result = c->registers[10];
  r->thread = id;
  r->number = args[-1];
  for (int i = 0; i < 6; i++) r->args[i] = args[i];
  r->start = t->start;
  r->end = nanoseconds(c);
  r->result = result;
  r->pc = c->registers[16];
  r->sp = sp;
  r->g = c->registers[1];
  if (r->pc < c->textFrom || r->pc >= c->textTo) return 0;

  struct kind *kind = (struct kind *)c->kinds + (r->number < 512 ? r->number : 511);
  u64 length = 0;
  if (kind->buffer < 6) {
    length = kind->lengthFrom < 6 ? args[kind->lengthFrom] : (i64)result < 0 ? 0 : result;
    if (length > kind->most / kind->unit) length = kind->most / kind->unit;
    length *= kind->unit;
  }
  r->bufferLength = length;
  u64 first = 4096 - (sp & 4095);
  if (first > STACK) first = STACK;
  struct vector *local = c->local, *remote = c->remote;
  local[0].at = (u64)&r->curg;
  local[0].length = 16 + G; // curg, tls, goroutine
  local[1].at = (u64)r->buffer;
  local[1].length = length;
  local[2].at = (u64)r->stack;
  local[2].length = STACK;
  remote[0].at = t->machine + c->curg;
  remote[0].length = 8;
  remote[1].at = c->registers[21] - 8;
  remote[1].length = 8;
  remote[2].at = r->g;
  remote[2].length = G;
  remote[3].at = kind->buffer < 6 ? args[kind->buffer] : 0;
  remote[3].length = length;
  remote[4].at = sp;
  remote[4].length = first;
  remote[5].at = sp + first;
  remote[5].length = STACK - first;
  i64 read = kernel(310, c->pid, (u64)local, 3, (u64)remote, 6, 0) - 16 - G - length; // process_vm_readv
  if (read < (i64)first) return 0;
  // A thread that is Go's: its thread-local g, its machine and itself agree.
  if (r->tls != r->g || *(u64 *)(r->goroutine + c->machine) != t->machine) return 0;
  if (r->curg != 0 && r->curg != r->g) return 0;
  i64 whole = *(u64 *)(r->goroutine + 8) - sp; // to stack.hi
  if (whole < 0 || whole > STACK_MOST) return 0;
  if (whole > read) {
    local[0].at = (u64)(r->stack + read);
    remote[0].at = sp + read;
    local[0].length = remote[0].length = whole - read;
    if (kernel(310, c->pid, (u64)local, 1, (u64)remote, 1, 0) != whole - read) return 0;
  }
  r->stackLength = whole;
  c->count++;
  if (!c->armed) setTimer(c, 1);
  return 1;
}

__attribute__((section(".text.first"))) i64 run(struct control *c, i64 options) {
  for (;;) {
    if (c->count >= c->capacity) return FULL;
    u32 status;
    i64 id = kernel(61, -1, (u64)&status, options, 0, 0, 0); // wait4
    if (id < 0) {
      if (id == -4 && c->armed && !c->count) setTimer(c, 0);
      return id == -4 ? INTERRUPTED : NONE_LEFT;
    }
    if (id == 0) return INTERRUPTED;
    c->thread = id;
    c->status = status;
    u32 slot = id < 4194304 ? ((u32 *)c->slots)[id] : 0;
    if (status != 0x857f || !slot) return CHANGED; // not SIGTRAP | 0x80
    struct thread *t = (struct thread *)c->threads + slot;
    u32 state = t->state;
    if (state == IN_CLOSELY || (state == IN_NOTED && !leave(c, t, id))) return CHANGED;
    if (state == UNKNOWN && !enter(c, t, id)) return CHANGED;
    if (state != UNKNOWN) t->state = UNKNOWN;
    kernel(101, 24, id, 0, 0, 0, 0); // PTRACE_SYSCALL
  }
}
