import type { BuildOptions } from 'esbuild';

export interface Bundle {
  entry: string;
  out: string;
  browser?: boolean;
}

export const bundles: readonly Bundle[];
export function presentBundles(): Bundle[];
export function bundlesOutOfDate(): Bundle[];
export function buildOptions(bundle: Bundle, how: { production: boolean }): BuildOptions & { write: false };
