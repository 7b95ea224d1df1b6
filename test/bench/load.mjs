/**
 * A load of 64-byte ping-pongs: `node load.mjs HOST:PORT CONNECTIONS REQUESTS`. Requests go round all connections, at most 64 under way at once.
 * Prints how many were answered.
 */
import net from 'node:net';

const [address = '', connectionCount, requestCount] = process.argv.slice(2);
const [host = '', port] = address.split(':');
const connections = Number(connectionCount);
const total = Number(requestCount);
const message = Buffer.alloc(64, 'x');

const sockets = await Promise.all(
  Array.from(
    { length: connections },
    () =>
      new Promise((resolve, reject) => {
        const socket = net.connect(Number(port), host, () => resolve(socket));
        socket.setNoDelay(true);
        socket.on('error', reject);
      }),
  ),
);

let sent = 0;
let answered = 0;
await new Promise((resolve) => {
  const idle = [...sockets];
  const send = () => {
    const socket = idle.shift();
    if (socket === undefined || sent >= total) return;
    sent++;
    let missing = message.length;
    const receive = (data) => {
      missing -= data.length;
      if (missing > 0) return;
      socket.off('data', receive);
      answered++;
      idle.push(socket);
      if (answered === total) resolve(undefined);
      else send();
    };
    socket.on('data', receive);
    socket.write(message);
  };
  for (let i = 0; i < Math.min(64, connections); i++) send();
});
for (const socket of sockets) socket.destroy();
process.stdout.write(`${answered}\n`);
