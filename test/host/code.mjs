#!/usr/bin/env node
// The executable that @vscode/test-electron starts in place of desktop VS Code's `code`.
import 'tsx';

await import('./code.ts');
