import fs from 'node:fs';

/** Runs `work` while no other process does so under this lock file. A lock whose process is gone counts for nothing. */
export async function withLock<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  for (let announced = false; !tryLock(file); await new Promise((resolve) => setTimeout(resolve, 200))) {
    const holder = readHolder(file);
    if (holder !== null && !isAlive(holder)) fs.rmSync(file, { force: true });
    else if (holder !== null && !announced) {
      announced = true;
      waiting(holder);
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): number | null {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
