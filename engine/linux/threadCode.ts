/**
 * What a thread that only makes system calls runs. JavaScript cannot be in two places at once, so a call that blocks is made by a thread without any:
 * it waits (futex(2)) until `state` is 1, makes the call, says so, writes to the descriptor that wakes who waits for it, and begins anew; at 2 it ends.
 *
 * Its one argument is the address of a call block; offsets in bytes, all of 64 bits but `state` and `done`, of 32:
 *
 *     state 0    number 8    arguments 16…56    result 64 (as the kernel gives it: -errno)    done 72    wake 80
 *
 * `wake` is the address of three words: a descriptor (negative: nobody waits), an address and a length to write(2) there. `done` is stored before
 * the descriptor is read, with a barrier between: who stores the descriptor and then looks at `done` misses nothing.
 *
 * x86-64:
 *            push rbx; mov rbx, rdi
 *     wait:  mov eax, [rbx]; test eax, eax; jnz job
 *            mov eax, 202; mov rdi, rbx; mov esi, 128; xor edx, edx; xor r10d, r10d; syscall; jmp wait      # FUTEX_WAIT_PRIVATE, 0
 *     job:   cmp eax, 2; je quit
 *            mov rax, [rbx+8]; mov rdi, [rbx+16]; mov rsi, [rbx+24]; mov rdx, [rbx+32]
 *            mov r10, [rbx+40]; mov r8, [rbx+48]; mov r9, [rbx+56]; syscall
 *            mov [rbx+64], rax; mov dword ptr [rbx], 0; mov dword ptr [rbx+72], 1; mfence
 *            mov rax, [rbx+80]; mov rdi, [rax]; test rdi, rdi; js wait
 *            mov rsi, [rax+8]; mov rdx, [rax+16]; mov eax, 1; syscall; jmp wait
 *     quit:  mov dword ptr [rbx], 3; xor eax, eax; pop rbx; ret
 *
 * arm64:
 *            stp x29, x30, [sp, -32]!; str x19, [sp, 16]; mov x19, x0
 *     wait:  ldar w1, [x19]; cbnz w1, job
 *            mov x8, 98; mov x0, x19; mov x1, 128; mov x2, 0; mov x3, 0; svc 0; b wait
 *     job:   cmp w1, 2; b.eq quit
 *            ldr x8, [x19, 8]; ldp x0, x1, [x19, 16]; ldp x2, x3, [x19, 32]; ldp x4, x5, [x19, 48]; svc 0
 *            str x0, [x19, 64]; stlr wzr, [x19]; mov w1, 1; add x2, x19, 72; stlr w1, [x2]; dmb ish
 *            ldr x3, [x19, 80]; ldr x0, [x3]; tbnz x0, 63, wait
 *            ldp x1, x2, [x3, 8]; mov x8, 64; svc 0; b wait
 *     quit:  mov w1, 3; stlr w1, [x19]; mov x0, 0; ldr x19, [sp, 16]; ldp x29, x30, [sp], 32; ret
 *
 * The last instruction, a return, is also a signal handler that does nothing.
 */
import type { Architecture } from './numbers.ts';

const machineCode: Readonly<Record<Architecture, string>> = {
  x64:
    '534889fb8b0385c07516b8ca0000004889dfbe8000000031d24531d20f05ebe483f802744f488b4308488b7b10488b7318488b53204c8b53284c' +
    '8b43304c8b4b380f0548894340c70300000000c74348010000000faef0488b4350488b384885ff78a1488b7008488b5010b8010000000f05eb90' +
    'c7030300000031c05bc3',
  arm64:
    'fd7bbea9f30b00f9f30300aa61fedf8801010035480c80d2e00313aa011080d2020080d2030080d2010000d4f8ffff173f080071600200546806' +
    '40f9600641a9620e42a9641643a9010000d4602200f97ffe9f88210080526222019141fc9f88bf3b03d5632a40f9600040f900fdffb7618840a9' +
    '080880d2010000d4e4ffff176100805261fe9f88000080d2f30b40f9fd7bc2a8c0035fd6',
};

/** The instructions, and where in them a handler begins that only returns. */
export function threadCode(architecture: Architecture): { bytes: Uint8Array; handler: number } {
  const bytes = Uint8Array.from(Buffer.from(machineCode[architecture], 'hex'));
  return { bytes, handler: bytes.length - (architecture === 'x64' ? 1 : 4) };
}
