import assert from 'node:assert/strict';
import { stopped, together } from './together.ts';

describe('looking into a stopped program', () => {
  it('shows goroutines as threads, the scheduler among them', async () => {
    const { client } = await stopped();
    const { threads } = (await client.ask('threads')) as { threads: { id: number; name: string }[] };
    assert.deepEqual(threads, [
      { id: 0, name: 'g0 [scheduler]' },
      { id: 1, name: 'goroutine 1 [running] main.main' },
      { id: 18, name: 'goroutine 18 [IO wait] main.serve' },
    ]);
  });

  it('gives frames in pages', async () => {
    const { client } = await stopped();
    const top = await client.ask('stackTrace', { threadId: 1, startFrame: 0, levels: 1 });
    const rest = await client.ask('stackTrace', { threadId: 1, startFrame: 1, levels: 20 });
    const names = (page: object): string[] =>
      (page as { stackFrames: { name: string }[] }).stackFrames.map(({ name }) => name);
    assert.deepEqual([...names(top), ...names(rest)], ['net.f0', 'net.f1', 'net.f2', 'net.f3', 'main.main']);
    assert.equal(top['totalFrames'], 5);
  });

  it('says which frames are mirrored, and deemphasises none', async () => {
    const { client } = await stopped();
    const { stackFrames } = (await client.ask('stackTrace', { threadId: 0 })) as { stackFrames: object[] };
    assert.equal((stackFrames[0] as { name: string }).name, 'net.f0 (mirrored)');
    assert.ok(!JSON.stringify(stackFrames).includes('presentationHint'));
  });

  it('gives elements in pages', async () => {
    const { client } = await stopped();
    const { variables } = (await client.ask('variables', { variablesReference: 1 })) as { variables: object[] };
    assert.equal((variables[0] as { indexedVariables: number }).indexedVariables, 1000);
    const page = await client.ask('variables', { variablesReference: 2, filter: 'indexed', start: 990, count: 100 });
    const names = (page as { variables: { name: string }[] }).variables.map(({ name }) => name);
    assert.deepEqual([names.length, names[0], names.at(-1)], [10, '[990]', '[999]']);
    const named = await client.ask('variables', { variablesReference: 2, filter: 'named' });
    assert.deepEqual(named, { variables: [] });
  });

  it('evaluates, and gives Go’s message when it cannot', async () => {
    const { client } = await stopped();
    assert.equal((await client.ask('evaluate', { expression: ' n ', context: 'hover' }))['result'], '7');
    assert.equal(await client.refused('evaluate', { expression: 'm', context: 'repl' }), 'undefined: m');
  });

  it('completes the part that is typed', async () => {
    const { client } = await stopped();
    assert.deepEqual(await client.ask('completions', { text: 'fd.pfd.Sy', column: 10 }), {
      targets: [{ label: 'Sysfd', start: 8, length: 2 }],
    });
  });

  it('counts lines and columns as the client does', async () => {
    const { client } = together();
    await client.ask('initialize', { linesStartAt1: false, columnsStartAt1: false });
    await client.ask('launch', { program: 'main.go' });
    const source = { path: '/scripted/main.go' };
    const { breakpoints } = (await client.ask('setBreakpoints', { source, breakpoints: [{ line: 11 }] })) as {
      breakpoints: { line: number; column: number }[];
    };
    assert.deepEqual([breakpoints[0]?.line, breakpoints[0]?.column], [11, 1]);
    await client.ask('configurationDone');
    await client.next('stopped');
    assert.equal((await client.move('continue'))['threadId'], 1);
    const { stackFrames } = (await client.ask('stackTrace', { threadId: 1 })) as { stackFrames: { line: number }[] };
    assert.equal(stackFrames[0]?.line, 11);
  });

  it('passes exception filters with their conditions', async () => {
    const { client, trace } = await stopped();
    await client.ask('setExceptionBreakpoints', {
      filters: ['panic', 'errno'],
      filterOptions: [{ filterId: 'errno', condition: 'ECONNREFUSED' }],
    });
    assert.deepEqual(trace().filters, [{ filter: 'panic' }, { filter: 'errno', condition: 'ECONNREFUSED' }]);
  });

  it('refuses a hit count that is none', async () => {
    const { client } = await stopped();
    const source = { path: '/scripted/main.go' };
    const breakpoints = [{ line: 12, hitCondition: 'often' }];
    assert.match(await client.refused('setBreakpoints', { source, breakpoints }), /hit count "often"/);
  });
});
