/** The machine's random numbers: good enough for order and seeds that Go does not promise; never for secrets. */

let state = Uint32Array.from({ length: 4 }, () => Math.floor(Math.random() * 4294967296) >>> 0);

/** Begins anew: the same seed gives the same numbers. */
export function seedRandom(seed: number): void {
  // splitmix32 spreads the seed over the state.
  let x = seed >>> 0;
  state = Uint32Array.from({ length: 4 }, () => {
    x = (x + 0x9e3779b9) >>> 0;
    let z = x;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  });
}

/** 32 random bits (xoshiro128**, Blackman and Vigna). */
export function random32(): number {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = state;
  const x = Math.imul(s1, 5);
  const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
  const a = s2 ^ s0;
  const b = s3 ^ s1;
  state[1] = s1 ^ a;
  state[0] = s0 ^ b;
  state[2] = a ^ (s1 << 9);
  state[3] = (b << 11) | (b >>> 21);
  return result;
}

/** From 0 to below n. */
export function randomBelow(n: number): number {
  return Math.floor((random32() / 4294967296) * n);
}
