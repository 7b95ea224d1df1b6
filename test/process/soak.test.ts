/** A busy server that is attached to and let go of, over and over: nobody notices. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { GoProcess } from '../../engine/process/goProcess.ts';
import { build, gorootOrSkip, startServer, tracerOf, type Server } from './goBinaries.ts';

const connections = 16;
const times = 200;

/** Clients that send and wait for the same back, without a pause. */
class Clients {
  replies = 0;
  readonly problems: string[] = [];
  readonly #sockets: net.Socket[] = [];
  #isOver = false;

  constructor({ address }: Server) {
    for (let index = 0; index < connections; index++) {
      const socket = net.connect(address.port, address.host);
      this.#sockets.push(socket);
      const text = `client ${index} says so`;
      let received = '';
      socket.on('connect', () => socket.write(text));
      socket.on('data', (data: Buffer) => {
        received += data.toString();
        if (received.length < text.length) return;
        if (received !== text) this.problems.push(received);
        received = '';
        this.replies++;
        socket.write(text);
      });
      socket.on('error', (error) => this.problems.push(error.message));
      socket.on('close', () => !this.#isOver && this.problems.push('a connection was closed'));
    }
  }

  end(): void {
    this.#isOver = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('process: a busy server', function () {
  this.timeout(1_200_000);

  it(`serves on while it is attached to and let go of ${times} times`, async function () {
    const root = await gorootOrSkip(this, '1.19');
    const server = await startServer(build(root, '1.19', 'server', 'plain'));
    const clients = new Clients(server);
    let calls = 0;
    try {
      for (let time = 0; time < times; time++) {
        const traced = await GoProcess.begin(
          { target: { pid: server.pid }, all: false },
          {
            calls: (some) => (calls += some.length),
            ended: (status) => clients.problems.push(`it ended with ${status}`),
            failed: (error) => clients.problems.push(String(error)),
          },
        );
        const before = clients.replies;
        while (clients.replies < before + connections && clients.problems.length === 0) await new Promise(setImmediate);
        await traced.detach();
        assert.equal(tracerOf(server.pid).tracer, 0);
        assert.notEqual(tracerOf(server.pid).state, 't');
        assert.deepEqual(clients.problems, []);
      }
      const before = clients.replies;
      while (clients.replies < before + 100) await new Promise(setImmediate);
      assert.deepEqual(clients.problems, []);
      assert.ok(calls > times);
    } finally {
      clients.end();
      assert.equal(await server.end(), 0);
    }
  });
});
