/** Which packages' tests are run, and which tests are not counted, each with its reason. */

/** By package: flags of its tests, in both tools. */
export const packages: Readonly<Record<string, { flags?: string[] }>> = {
  'internal/poll': { flags: ['short=true'] },
  net: { flags: ['short=true'] },
  errors: {},
  io: {},
  context: {},
  'net/netip': {},
  sync: { flags: ['short=true'] },
  time: { flags: ['short=true'] },
  'net/http': { flags: ['short=true'] },
};

export const versions = ['1.19', '1.27'];

/** Tests that ask for what is not asked of Netwalk, by package. */
const excluded: Readonly<Record<string, readonly [RegExp, string][]>> = {
  net: [[/^TestSplice$/, 'starts its own binary again, as the other end of the connection']],
};

export function exclusion(name: string, test: string): string | undefined {
  return excluded[name]?.find(([pattern]) => pattern.test(test))?.[1];
}
