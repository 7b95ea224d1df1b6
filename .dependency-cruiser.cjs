// The one-way rules between the parts (ARCHITECTURE.md). `npm run lint` checks them; test/unit/house/layers.test.ts
// checks that each of them still bites.

/** A rule: files of `from` never import files of `to`. */
const never = (name, from, to, comment, more = {}) => ({
  name,
  severity: 'error',
  comment,
  from: typeof from === 'string' ? { path: from } : from,
  to: { path: to, ...more },
});

/** Types are erased: such an import costs nothing and pulls nothing in. */
const unlessTypeOnly = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    never(
      'linux-stands-alone',
      '^engine/linux/',
      '^(engine/(?!linux/)|extension/)',
      'linux is the lowest part: system calls and nothing else.',
    ),
    never(
      'trace-looks-down',
      '^engine/trace/',
      '^(engine/(?!(trace|linux)/)|extension/)',
      'A trace knows nothing of who makes it or who reads it.',
    ),
    never(
      'golang-looks-down',
      '^engine/golang/',
      '^(engine/(?!(golang|linux|trace)/)|extension/)',
      'golang may import linux and trace only.',
    ),
    never(
      'syntax-is-first',
      { path: '^engine/golang/syntax/', pathNot: '^engine/golang/syntax/ast\\.ts$' },
      '^engine/golang/(?!syntax/)',
      'Inside golang: syntax, then source, then types, then emit.',
    ),
    never(
      'tree-names-types',
      '^engine/golang/syntax/ast\\.ts$',
      '^engine/golang/(?!syntax/)',
      'The tree has fields which the checker fills in: it may name their types, and no more.',
      unlessTypeOnly,
    ),
    never(
      'source-is-second',
      '^engine/golang/source/',
      '^engine/golang/(?!(syntax|source)/)',
      'Inside golang: syntax, then source, then types, then emit.',
    ),
    never(
      'types-is-third',
      '^engine/golang/types/',
      '^engine/golang/(?!(syntax|source|types)/)',
      'Inside golang: syntax, then source, then types, then emit.',
    ),
    never(
      'machine-never-sees-the-compiler',
      '^engine/golang/machine/',
      '^engine/golang/(?!machine/)',
      'The machine is what emitted code runs on; it knows no source, and no native.',
    ),
    never(
      'natives-never-see-the-compiler',
      '^engine/golang/natives/',
      '^engine/golang/(?!(machine|natives)/)',
      'Natives stand beside emitted code: they see the machine only.',
    ),
    never(
      'adapter-sees-a-trace',
      '^engine/adapter/',
      '^(engine/(golang|process|session)/|engine/main|extension/)',
      'A live run, a recording and a real process are one thing to the adapter: a trace.',
    ),
    never(
      'process-looks-down',
      '^engine/process/',
      '^(engine/(?!(process|linux|trace)/)|extension/)',
      'Attaching to a real process needs linux and trace.',
    ),
    never('engine-without-vscode', '^engine/', '^(vscode$|extension/)', 'Any DAP client can drive the engine.'),
    never(
      'extension-takes-types-only',
      { path: '^extension/', pathNot: '^extension/tools/' },
      '^engine/',
      'The extension speaks to the engine through DAP; from its code it takes types, by `import type`.',
      unlessTypeOnly,
    ),
    never('nothing-imports-tests', '^(engine|extension/(?!tools/))', '^test/', 'What ships does not need tests.'),
    {
      name: 'ships-with-what-it-needs',
      severity: 'error',
      comment: 'What ships imports dependencies, not devDependencies (but for types).',
      from: { path: '^(engine|extension)/', pathNot: '^extension/tools/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import of something that is not there.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(vscode$|@koromix/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
