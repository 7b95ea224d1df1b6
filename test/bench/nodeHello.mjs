/** The same HTTP server in Node. */
import http from 'node:http';

const server = http.createServer((request, response) => response.end('hello\n'));
server.listen(0, '127.0.0.1', () => {
  const { address, port } = server.address();
  process.stdout.write(`${address}:${port}\n`);
});
