// What recorder.ts has as bytes, and puts into a process that is watched: it stands around the system calls of Go's own functions, on the thread that
// makes them, and writes the calls that come again and again into memory of the process, where the tracer fetches them. A call that must be looked at
// more closely, and a ring that is full, are announced by a signal of the thread to itself, at which it stops while it is traced; else that does nothing.
//
// To make the bytes anew, for x86-64 (no data, nothing of a C library; the code begins with `entry`, then the one for C at 8 and `exit` at 16):
//   gcc -Os -ffreestanding -fPIC -fno-stack-protector -fcf-protection=none -fno-jump-tables -fno-asynchronous-unwind-tables -fno-tree-vectorize
//     -fno-tree-loop-distribute-patterns -ffixed-rbp -mgeneral-regs-only -nostdlib -c recorder.c
//   echo 'SECTIONS { .text : { *(.text.first) *(.text*) } }' | ld -o joined.o recorder.o -T /dev/stdin
//   objcopy -O binary -j .text joined.o code && base64 -w 116 code
#include "noted.h"

enum { PLAIN = 0, NOTE = 1 };                     // what becomes of it
enum { BEFORE = 1, FULL = 2, BEHIND = 3, C = 4 }; // why the tracer is asked
enum { RING = 262144, SIGWINCH = 28, EFAULT = 14 };

struct shared {
  u64 closely;                         // 1: every call that is not ignored
  u64 machine, curg, goid, procid;     // where fields are in a g and an m
  u64 pad[3];
  u64 functions[24]; // C functions that make calls which are asked for; the rest 0
  struct kind kinds[512];
  u8 descriptors[1048576];
};
struct site { u64 after, noted, plain; }; // where it goes on: behind the call, and with it
struct slot { // who has taken it has its stack and its ring
  u32 taken, pad;
  u64 head, tail; // bytes that were ever written, and fetched
  u64 args[6], number, result, sp, start, g;
  struct shared *shared;
  struct site *site;
  u64 now[2];
  u8 stack[3952];
  u8 ring[RING];
};

// Both come with the shared part in r11 and the site in r12, whose call has its registers; rbx, rcx and r13 are nobody's, for these are Go's
// assembly functions. Any slot will do that is free: a signal's handler may come here too.
#define STRING(x) #x
#define VALUE(x) STRING(x)
#define SLOT 266240
#define SLOTS 1057024
#define TAKE \
  "  mov %edi, %ecx\n" \
  "  and $15, %ecx\n" \
  "  imul $" VALUE(SLOT) ", %rcx, %rcx\n" \
  "0: lock btsl $0, " VALUE(SLOTS) "(%r11, %rcx)\n" \
  "  jnc 2f\n" \
  "  pause\n" \
  "  add $" VALUE(SLOT) ", %rcx\n" \
  "  cmp $" VALUE(SLOT) " * 16, %rcx\n" \
  "  jb 0b\n" \
  "  xor %ecx, %ecx\n" \
  "  jmp 0b\n" \
  "2: lea " VALUE(SLOTS) "(%r11, %rcx), %rcx\n"
#define SAVE \
  "  mov %rdi, 24(%rbx)\n" \
  "  mov %rsi, 32(%rbx)\n" \
  "  mov %rdx, 40(%rbx)\n" \
  "  mov %r10, 48(%rbx)\n" \
  "  mov %r8, 56(%rbx)\n" \
  "  mov %r9, 64(%rbx)\n" \
  "  mov %r13, 72(%rbx)\n" \
  "  mov %rax, 80(%rbx)\n" \
  "  mov %rsp, 88(%rbx)\n" \
  "  mov %fs:-8, %rax\n" \
  "  mov %rax, 104(%rbx)\n" \
  "  mov %r11, 112(%rbx)\n" \
  "  mov %r12, 120(%rbx)\n" \
  "  lea 4064(%rbx), %rsp\n" \
  "  mov %rbx, %rdi\n"
#define RESTORE \
  "  mov 24(%rbx), %rdi\n" \
  "  mov 32(%rbx), %rsi\n" \
  "  mov 40(%rbx), %rdx\n" \
  "  mov 48(%rbx), %r10\n" \
  "  mov 56(%rbx), %r8\n" \
  "  mov 64(%rbx), %r9\n" \
  "  mov 88(%rbx), %rsp\n"
__asm__(".section .text.first, \"ax\"\n"
        "entry:\n"
        "  jmp 1f\n"
        "  .balign 8\n"
        "  jmp 4f\n" // where Go calls a C function, which is in rax; rbx may be that one's argument
        "  .balign 8\n"
        "exit:\n" // behind a call that is noted: when it began is in rbx
        TAKE
        "  mov %rbx, 96(%rcx)\n"
        "  mov %rcx, %rbx\n"
        SAVE
        "  call leave\n"
        RESTORE
        "  mov 80(%rbx), %rax\n"
        "  movl $0, (%rbx)\n"
        "  jmp *(%r12)\n"
        "1:\n"
        "  mov %rax, %r13\n"
        TAKE
        "  mov %rcx, %rbx\n"
        SAVE
        "  call enter\n"
        "  mov %eax, %ecx\n"
        RESTORE
        "  mov %r13, %rax\n"
        "  mov %rbx, %r11\n"
        "  mov 96(%rbx), %rbx\n"
        "  movl $0, (%r11)\n"
        "  test %ecx, %ecx\n"
        "  jz 3f\n"
        "  jmp *8(%r12)\n"
        "3: jmp *16(%r12)\n"
        "4: xor %ecx, %ecx\n"
        "5: cmp 64(%r11, %rcx, 8), %rax\n"
        "  je 6f\n"
        "  inc %ecx\n"
        "  cmp $24, %ecx\n"
        "  jb 5b\n"
        "  jmp *16(%r12)\n"
        "6:\n" TAKE
        "  mov %rbx, 96(%rcx)\n"
        "  mov %rcx, %rbx\n"
        SAVE
        "  call leaveGo\n"
        RESTORE
        "  mov 80(%rbx), %rax\n"
        "  mov %rbx, %r11\n"
        "  mov 96(%rbx), %rbx\n"
        "  movl $0, (%r11)\n"
        "  jmp *16(%r12)\n"
        ".text\n");

static i64 kernel(i64 number, i64 a, i64 b, i64 c, i64 d, i64 e) {
  i64 result;
  register i64 r10 __asm__("r10") = d;
  register i64 r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return result;
}

// The tracer knows it by the last two, which the kernel does not look at.
static void ask(struct slot *s, u64 why) {
  kernel(234, kernel(39, 0, 0, 0, 0, 0), kernel(186, 0, 0, 0, 0, 0), SIGWINCH, why, (i64)s); // tgkill, getpid, gettid
}

__attribute__((used)) void leaveGo(struct slot *s) { ask(s, C); }

static u64 nanoseconds(struct slot *s) {
  kernel(228, 1, (i64)s->now, 0, 0, 0); // clock_gettime
  return s->now[0] * 1000000000 + s->now[1];
}

static struct kind *kindOf(struct slot *s) { return s->shared->kinds + (s->number < 512 ? s->number : 511); }

static u64 at(u64 address) { return *(u64 *)address; }

__attribute__((used)) int enter(struct slot *s) {
  struct shared *shared = s->shared;
  struct kind *kind = kindOf(s);
  u64 what = kind->what, g = s->g;
  if (what == NOTED && kind->ofDescriptor) {
    u32 fd = s->args[0];
    u8 known = fd < sizeof shared->descriptors ? shared->descriptors[fd] : 0;
    what = known == 0 ? CLOSELY : known == 1 ? NOTED : IGNORED;
  }
  if (what == IGNORED) return PLAIN;
  // Noted is what a goroutine does on its own stack, and the scheduler for nobody.
  if (what == NOTED && !shared->closely && !(kind->zero < 6 && s->args[kind->zero] != 0) && g > 4095 && s->sp >= at(g) && s->sp < at(g + 8) &&
      at(g + 8) - s->sp <= STACK_MOST && at(g + shared->machine) > 4095 &&
      (at(g + shared->goid) || !at(at(g + shared->machine) + shared->curg))) {
    s->start = nanoseconds(s);
    return NOTE;
  }
  ask(s, BEFORE);
  return PLAIN;
}

static void copy(u8 *to, u8 *from, u64 bytes) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
}

// Room for so many bytes in one piece; what is left before the ring's end may have to be passed over.
static struct note *room(struct slot *s, u64 size) {
  u64 place = s->head % RING, passed = place + size > RING ? RING - place : 0;
  if (s->head + passed + size - *(volatile u64 *)&s->tail > RING) return 0;
  if (passed) {
    struct note *n = (struct note *)(s->ring + place);
    n->size = passed;
    n->thread = 0;
    __asm__ volatile("" : : : "memory");
    s->head += passed;
  }
  return (struct note *)(s->ring + s->head % RING);
}

__attribute__((used)) void leave(struct slot *s) {
  struct shared *shared = s->shared;
  if (shared->closely) return ask(s, BEHIND);
  struct kind *kind = kindOf(s);
  i64 result = s->result;
  u64 g = s->g, length = 0, end = nanoseconds(s), stack = at(g + 8) - s->sp;
  if (kind->buffer < 6 && s->args[kind->buffer] && result != -EFAULT) {
    length = kind->lengthFrom < 6 ? s->args[kind->lengthFrom] : kind->lengthFrom == 6 ? 1 : result < 0 ? 0 : result;
    if (length > kind->most / kind->unit) length = kind->most / kind->unit;
    length *= kind->unit;
  }
  u64 size = sizeof(struct note) + (length + 7) / 8 * 8 + stack;
  struct note *n = room(s, size);
  if (!n) {
    ask(s, FULL);
    n = room(s, size);
    if (!n) return; // nobody fetches it any more
  }
  n->size = size;
  n->thread = at(at(g + shared->machine) + shared->procid);
  n->stackLength = stack;
  n->pc = s->site->after;
  n->sp = s->sp;
  n->start = s->start;
  n->end = end;
  n->number = s->number;
  copy((u8 *)n->args, (u8 *)s->args, 48);
  n->result = result;
  n->goid = at(g + shared->goid);
  n->stack = 0;
  n->bufferLength = length;
  if (length) copy((u8 *)(n + 1), (u8 *)s->args[kind->buffer], length);
  copy((u8 *)n + size - stack, (u8 *)s->sp, stack);
  __asm__ volatile("" : : : "memory");
  s->head += size;
}

_Static_assert(sizeof(struct slot) == SLOT && sizeof(struct shared) == SLOTS, "as the assembly has them");
