// node test/run-e2e.mjs [dev|vsix] [PART…]: end to end in a real VS Code.
import 'tsx';

await import('./host/run.ts');
