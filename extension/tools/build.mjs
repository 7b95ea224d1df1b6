// npm run build [-- --production] [--watch]
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { buildOptions, bundles, presentBundles } from './bundles.mjs';

const { values } = parseArgs({
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});

const present = presentBundles();
for (const { entry } of bundles.filter((bundle) => !present.includes(bundle))) {
  console.error(`build: ${entry} does not exist: left out`);
}

if (values.watch) {
  const contexts = await Promise.all(present.map((bundle) => esbuild.context(buildOptions(bundle, values))));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('build: watching');
} else {
  const results = await Promise.allSettled(present.map((bundle) => esbuild.build(buildOptions(bundle, values))));
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
}
