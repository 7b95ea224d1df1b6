// VS Code where there is no desktop: a server on loopback, whose address a browser opens on the walkthrough.
import path from 'node:path';
import { installCodeServer } from '../../test/host/install.ts';
import { Server } from '../../test/host/server.ts';
import { cacheFolder, inProject, root } from './project.mjs';

const usualPort = 8119;

async function serve(exitAfterReady: boolean): Promise<void> {
  const codeServer = await installCodeServer((line) => console.log(line));
  const home = path.join(cacheFolder, 'start');
  // The browser keeps progress for an address: the same one each time, if nobody else has it.
  const server = await Server.start(codeServer, { home, port: usualPort }).catch(() =>
    Server.start(codeServer, { home }),
  );
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= server.stop());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  // npm that is ended by a signal does not hand it down: when npm is gone, so is the one who wanted this.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || void stop(), 500).unref();

  const folder = inProject('walkthroughs/tcp-echo');
  const address = server.url({ folder, openFile: path.join(folder, 'main.go'), extensionDevelopmentPaths: [root] });
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`VS Code's server answers ${answer.status}:\n${server.log()}`);
  console.log(`\nOpen this address in a browser; Ctrl-C ends it:\n\n  ${address}\n`);
  if (exitAfterReady) await stop();
  await server.ended();
  if (!stopping) throw new Error(`VS Code's server ended by itself:\n${server.log()}`);
  await stopping;
}

void serve(process.argv.includes('--exit-after-ready'));
