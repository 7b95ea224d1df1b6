/** `with.ts COMMAND…`: runs a command beside the DNS server, in a world where port 53 is free; then prints what was asked, and ends as the command did. */
import { spawn } from 'node:child_process';
import { Server } from './server.ts';

async function main([command = '', ...args]: string[]): Promise<number> {
  const server = new Server();
  await server.listen('127.0.0.1');
  await server.listen('127.0.0.2');
  const child = spawn(command, args, { stdio: 'inherit' });
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  server.close();
  // How often a name without an answer is asked for before the patience of the program ends depends on timing.
  const lines = [...server.asked].map(
    ([question, times]) => `${question}${times === 1 || question.includes(' never.') ? '' : ` ${times} times`}\n`,
  );
  process.stdout.write(`-- asked --\n${lines.sort().join('')}`);
  return status;
}

void main(process.argv.slice(2)).then((status) => process.exit(status));
