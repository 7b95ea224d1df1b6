/**
 * Where the runtime of each Go release keeps what is read from a process, in bytes, on amd64: fields of runtime.g, runtime.m and
 * runtime.moduledata. test/process/layout.test.ts computes the same numbers from the runtimes' sources.
 */

/** Of runtime.g; `schedPc` and `schedSp` are those of its gobuf. */
export interface GoroutineLayout {
  readonly stackLow: number;
  readonly stackHigh: number;
  readonly m: number;
  readonly schedSp: number;
  readonly schedPc: number;
  readonly syscallSp: number;
  readonly syscallPc: number;
  readonly status: number;
  readonly goid: number;
  readonly waitSince: number;
  readonly waitReason: number;
  readonly startPc: number;
}

/** Of runtime.m. */
export interface MachineLayout {
  readonly g0: number;
  readonly procid: number;
  readonly gsignal: number;
  readonly curg: number;
}

/** Of runtime.pollDesc. */
export interface PollDescLayout {
  readonly rg: number;
  readonly wg: number;
  readonly closing: number;
  readonly rd: number;
  readonly wd: number;
}

export interface RuntimeLayout {
  readonly g: GoroutineLayout;
  readonly m: MachineLayout;
  readonly pollDesc: PollDescLayout;
  /** runtime.moduledata.gofunc: where functions' data begins. */
  readonly gofunc: number;
}

/** The same in every release. */
export const moduleLayout = { funcnametab: 8, pclntable: 104, text: 176, etext: 184, bss: 224, ebss: 232, noptrbss: 240, enoptrbss: 248 } as const; // prettier-ignore

const common = { stackLow: 0, stackHigh: 8, m: 48, schedSp: 56, schedPc: 64 } as const;
const until122 = { ...common, syscallSp: 112, syscallPc: 120, status: 144, goid: 152, waitSince: 168, waitReason: 176 } as const; // prettier-ignore
/** 1.23 put syscallbp in front. */
const since123 = { ...common, syscallSp: 112, syscallPc: 120, status: 152, goid: 160, waitSince: 176, waitReason: 184 } as const; // prettier-ignore
/** 1.25 took a word out of gobuf. */
const since125 = { ...common, syscallSp: 104, syscallPc: 112, status: 144, goid: 152, waitSince: 168, waitReason: 176 } as const; // prettier-ignore

const machineUntil124 = { g0: 0, procid: 72, gsignal: 80, curg: 192 } as const;
const machineSince125 = { g0: 0, procid: 64, gsignal: 72, curg: 184 } as const;

/** 1.21 put fdseq in front; timers have grown. */
const pollDesc = {
  119: { rg: 24, wg: 32, closing: 48, rd: 136, wd: 224 },
  121: { rg: 32, wg: 40, closing: 56, rd: 144, wd: 232 },
  123: { rg: 32, wg: 40, closing: 56, rd: 160, wd: 264 },
  125: { rg: 32, wg: 40, closing: 56, rd: 168, wd: 280 },
} as const;

/** By the minor release of Go 1. */
export const layouts: Readonly<Record<number, RuntimeLayout | undefined>> = {
  19: { g: { ...until122, startPc: 312 }, m: machineUntil124, pollDesc: pollDesc[119], gofunc: 304 },
  21: { g: { ...until122, startPc: 296 }, m: machineUntil124, pollDesc: pollDesc[121], gofunc: 320 },
  22: { g: { ...until122, startPc: 296 }, m: machineUntil124, pollDesc: pollDesc[121], gofunc: 320 },
  23: { g: { ...since123, startPc: 304 }, m: machineUntil124, pollDesc: pollDesc[123], gofunc: 320 },
  24: { g: { ...since123, startPc: 304 }, m: machineUntil124, pollDesc: pollDesc[123], gofunc: 320 },
  25: { g: { ...since125, startPc: 296 }, m: machineSince125, pollDesc: pollDesc[125], gofunc: 320 },
  26: { g: { ...since125, startPc: 304 }, m: machineSince125, pollDesc: pollDesc[125], gofunc: 320 },
  27: { g: { ...since125, startPc: 304 }, m: machineSince125, pollDesc: pollDesc[125], gofunc: 344 },
};

/** runtime.moduledata.types: where the descriptions of types begin. */
export const typesField = (minor: number): number => (minor < 21 ? 280 : 296);

/** The releases that processes can be attached to, for people. */
export const supportedReleases = 'Go 1.19 and 1.21 to 1.27';
