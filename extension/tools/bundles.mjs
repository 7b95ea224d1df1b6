// What is bundled, from where to where, and how to know that it is out of date.
import fs from 'node:fs';
import path from 'node:path';
import { filesUnder, inProject } from './project.mjs';

/** Entry points and what becomes of them. What is started is small: it loads the rest with what V8 kept of it (engine/boot). */
export const bundles = [
  { entry: 'extension/main.ts', out: 'dist/extension.js', external: ['vscode'] },
  { entry: 'extension/narration/markdown.ts', out: 'dist/markdown.js' },
  { entry: 'extension/live/page/main.tsx', out: 'dist/live.js', browser: true },
  { entry: 'extension/measure/page/main.tsx', out: 'dist/measure.js', browser: true },
  { entry: 'extension/measure/page/measure.css', out: 'dist/measure.css', browser: true },
  { entry: 'extension/timeline/page/main.ts', out: 'dist/timeline.js', browser: true },
  { entry: 'engine/boot/netwalk.ts', out: 'dist/netwalk.js', executable: true },
  { entry: 'engine/main.ts', out: 'dist/engine.js' },
  { entry: 'engine/boot/worker.ts', out: 'dist/worker.js' },
  { entry: 'engine/session/live/worker.ts', out: 'dist/program.js' },
  { entry: 'engine/process/worker.ts', out: 'dist/tracer.js' },
];

/** The bundles whose entry point is there. */
export const presentBundles = () => bundles.filter(({ entry }) => fs.existsSync(inProject(entry)));

/** The bundles that are missing, or older than any source they could have been made from. */
export function bundlesOutOfDate() {
  const sources = ['engine', 'extension'].flatMap((folder) => filesUnder(inProject(folder), isSource));
  const newest = Math.max(...[...sources, inProject('package-lock.json')].map(modified));
  return presentBundles().filter(({ out }) => !fs.existsSync(inProject(out)) || modified(inProject(out)) < newest);
}

const isSource = (name) => /\.(ts|tsx|json|mjs|css)$/.test(name);
const modified = (file) => fs.statSync(file).mtimeMs;

/**
 * What esbuild is told about a bundle.
 * koffi's JavaScript is bundled; its native module is a package for each machine, found beside the bundle at run time.
 * Names are kept when minifying: they stand in stack traces, and identifiers are a small part of the size.
 */
export const buildOptions = (bundle, { production }) => ({
  absWorkingDir: inProject(),
  entryPoints: [bundle.entry],
  outfile: bundle.out,
  bundle: true,
  ...(bundle.browser ? forPages : forNode(bundle)),
  minifyWhitespace: production,
  minifySyntax: production,
  legalComments: 'none',
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  write: false,
  plugins: [bundledApart(bundle), replaceWhenComplete(bundle)],
});

/** What runs in a webview. */
const forPages = { platform: 'browser', format: 'iife', target: 'es2022' };

const forNode = (bundle) => ({
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  external: ['@koromix/*', ...(bundle.external ?? [])],
  define: {
    'import.meta.url': 'importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  banner: {
    js: [
      ...(bundle.executable ? ['#!/usr/bin/env node'] : []),
      "'use strict';",
      "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    ].join('\n'),
  },
});

/** What is a bundle of its own is loaded from there: a part that imports it starts without reading it. */
function bundledApart({ entry }) {
  const others = new Map(
    bundles.filter((other) => other.entry !== entry).map((other) => [inProject(other.entry), other.out]),
  );
  return {
    name: 'bundled-apart',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path: wanted, resolveDir }) => {
        const out = others.get(path.resolve(resolveDir, wanted));
        return out === undefined ? undefined : { path: `./${path.basename(out)}`, external: true };
      });
    },
  };
}

/** Writes each output aside and renames it: whoever starts the bundle meanwhile reads the old or the new one, never half. */
function replaceWhenComplete(bundle) {
  return {
    name: 'replace-when-complete',
    setup(build) {
      build.onEnd((result) => {
        // The source map first: the bundle's time stamp says that all of it is there.
        for (const file of [...(result.outputFiles ?? [])].sort((a, b) => b.path.length - a.path.length)) {
          fs.mkdirSync(path.dirname(file.path), { recursive: true });
          const aside = `${file.path}.${process.pid}`;
          fs.writeFileSync(aside, file.contents, { mode: bundle.executable ? 0o755 : 0o644 });
          fs.renameSync(aside, file.path);
        }
      });
    },
  };
}
