/** The body of a loop over a func is a function on the stack, as in Go; who steps and looks is in the function around all the same. */
import assert from 'node:assert/strict';
import { endAll, launched, lineOf, program, topFrame, value, type Frame } from './engine.ts';
import type { Client } from './client.ts';

const iterates = program('iterates.go');
const at = (text: string): number => lineOf(iterates, text);

async function inTheBody(): Promise<Client> {
  const { client } = await launched({ program: iterates, goVersion: '1.27', stopOnEntry: false });
  await client.ask('setBreakpoints', { source: { path: iterates }, breakpoints: [{ line: at('sum += doubled') }] });
  await client.ask('configurationDone');
  await client.next('stopped');
  return client;
}

/** The lines of so many steps over. */
async function linesOver(client: Client, count: number): Promise<number[]> {
  const lines: number[] = [];
  for (let i = 0; i < count; i++) {
    await client.move('next');
    lines.push((await topFrame(client)).line);
  }
  return lines;
}

describe('the body of a loop over a func', function () {
  this.timeout(60_000);
  afterEach(endAll);

  it('stands on the stack above its iterator, with the variables of the function around', async () => {
    const client = await inTheBody();
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    assert.deepEqual(
      (stackFrames as Frame[]).map(({ name, line }) => [name, line]),
      [
        ['main.main-range1', at('sum += doubled')],
        ['main.pair', at('if yield(1)')],
        ['main.main', at('for x := range pair')],
      ],
    );
    const { scopes } = await client.ask('scopes', { frameId: (await topFrame(client)).id });
    const [locals] = scopes as { name: string; variablesReference: number }[];
    const { variables } = await client.ask('variables', { variablesReference: locals?.variablesReference });
    assert.deepEqual(
      (variables as { name: string; value: string }[]).map(({ name, value: text }) => [name, text]),
      [
        ['sum', '0'],
        ['x', '1'],
        ['doubled', '2'],
      ],
    );
  });

  it('is stepped through like any other, past its iterator', async () => {
    const client = await inTheBody();
    await client.ask('setBreakpoints', { source: { path: iterates }, breakpoints: [] });
    const [head, first, last] = [at('for x := range pair'), at('doubled := 2'), at('fmt.Print(sum')];
    const turn = [first, first + 1, last, head];
    assert.deepEqual(await linesOver(client, 7), [last, head, ...turn, at('"done"')]);
  });

  it('gives back what it has written when one goes back', async () => {
    const client = await inTheBody();
    await client.move('next');
    assert.equal(await value(client, 'sum'), '2');
    await client.move('stepBack');
    assert.equal(await value(client, 'sum'), '0');
    await client.move('continue');
    assert.equal(await value(client, 'sum'), '2');
    await client.move('next');
    assert.equal(await value(client, 'sum'), '6');
  });
});
