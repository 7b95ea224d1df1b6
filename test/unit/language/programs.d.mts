/** What programs.mjs exports. */
export const folder: string;
export const versions: string[];
export function programs(): { name: string; file: string; versions: string[] }[];
export function expectedFile(name: string, version: string): string;
export function observe(command: string, args: string[], options?: object): Promise<string>;
export function inParallel(count: number, jobs: (() => Promise<void>)[]): Promise<void>;
