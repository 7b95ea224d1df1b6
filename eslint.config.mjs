import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', '.cache/', '.vscode-test/', 'test/conformance/truth/', 'test/e2e/screenshots/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers and booleans in a template read as written; objects and undefined do not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An async method may fulfil an interface without waiting for anything itself.
      '@typescript-eslint/require-await': 'off',
      // An index may be out of range: `!` says that it is not, whether or not the compiler asks.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-syntax': [
        'error',
        // The sources run by erasing their types: nothing may need code of its own.
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals or a const object.' },
        { selector: 'TSModuleDeclaration:not([declare=true])', message: 'Use a module.' },
        { selector: 'TSParameterProperty', message: 'Declare the field and assign it.' },
      ],
    },
  },
  {
    // The last step of the compiler: JavaScript text becomes a function.
    files: ['engine/golang/emit/**/*.ts'],
    rules: { '@typescript-eslint/no-implied-eval': 'off' },
  },
  {
    // A panic unwinds by what Go code panics with, which is no Error.
    files: ['engine/golang/{machine,natives,emit}/**/*.ts', 'test/unit/machine/**/*.ts'],
    rules: { '@typescript-eslint/only-throw-error': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    rules: { 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error', eqeqeq: ['error', 'always'] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      // mocha runs what is given to it; it is not awaited.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['describe', 'it', 'suite', 'test'], package: 'mocha' }] },
      ],
    },
  },
);
