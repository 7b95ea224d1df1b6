// What recorder.c and tracingLoop.c both know: how calls are noted. tracingLoop.ts (`kindBytes`) and notes.ts (`note`) have the same in bytes.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

enum { IGNORED = 0, CLOSELY = 1, NOTED = 2 }; // what a call is
enum { STACK_MOST = 16384 };                  // bytes of a stack that is noted

struct kind {
  u8 what, ofDescriptor, buffer, lengthFrom; // the argument that is a buffer and what says its length: an argument, 6, one, or 7 and more, the result
  u16 unit, most;                            // of a buffer's bytes
  u8 zero, pad[7];                           // the argument that must be 0 for the call to be noted
};
struct note { // then the buffer, and the stack unless it is a known one; each to a multiple of 8 bytes
  u32 size, thread, stackLength, pad;
  u64 pc, sp, start, end, number, args[6], result, goid;
  u32 stack, bufferLength;
};
