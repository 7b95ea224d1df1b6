import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** How long a server may send nothing. */
const patience = 30_000;

/** Downloads a file, going on behind what an earlier attempt left of it. `progress` gets the bytes there are and, when known, the total. */
export async function download(
  url: string,
  file: string,
  progress: (bytes: number, total: number | null) => void,
): Promise<void> {
  const present = fs.existsSync(file) ? fs.statSync(file).size : 0;
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error(`the server sent nothing for ${patience / 1000} s`));
  let timer = setTimeout(giveUp, patience);
  try {
    const headers = present > 0 ? { range: `bytes=${present}-` } : {};
    const response = await fetch(url, { headers, signal: stalled.signal });
    // The server has nothing behind what we have: the hash will tell whether that is all.
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Error(`${url}: ${response.status} ${response.statusText}`);
    const resumed = response.status === 206;
    const rest = Number(response.headers.get('content-length') ?? NaN);
    let bytes = resumed ? present : 0;
    const total = Number.isNaN(rest) ? null : bytes + rest;
    await pipeline(
      response.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          clearTimeout(timer);
          timer = setTimeout(giveUp, patience);
          bytes += chunk.length;
          progress(bytes, total);
          yield chunk;
        }
      },
      fs.createWriteStream(file, { flags: resumed ? 'a' : 'w' }),
    );
  } catch (error) {
    throw new Error(reason(error));
  } finally {
    clearTimeout(timer);
  }
}

/** fetch hides why it failed in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `${error.message}: ${cause.message || ((cause as NodeJS.ErrnoException).code ?? '')}`
    : error.message;
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

/** Throws away and refuses what is not the pinned file. */
export async function checkHash(file: string, sha256: string): Promise<void> {
  const found = await sha256Of(file);
  if (found === sha256) return;
  fs.rmSync(file);
  throw new Error(`${path.basename(file)} is not the file it should be: SHA-256 ${found}, expected ${sha256}`);
}

/** Unpacks a compressed tar archive, without the members that match `exclude`. */
export async function unpackTar(archive: string, folder: string, exclude: string[]): Promise<void> {
  const excluded = exclude.map((member) => `--exclude=${member}`);
  const tar = spawn('tar', ['-xzf', archive, '-C', folder, ...excluded], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const status = await new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`${path.basename(archive)} could not be unpacked: ${complaints.trim()}`);
}
