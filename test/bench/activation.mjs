// Loads the extension's bundle and activates it, with a stand-in for VS Code's API that does nothing: what is measured is the extension's own
// part. Prints milliseconds: of loading, of activate(),
// and of the processor in both.
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Whatever is asked of it: a function, a class, an object with everything. */
function standIn() {
  const known = new Map();
  const it = new Proxy(function () {}, {
    get(target, key) {
      if (key === 'then') return undefined;
      if (key === 'prototype') return target.prototype;
      if (key === Symbol.toPrimitive) return () => '';
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (!known.has(key)) known.set(key, standIn());
      return known.get(key);
    },
    set: () => true,
    apply: () => standIn(),
    construct: (target, args, newTarget) => (newTarget === it ? standIn() : Reflect.construct(target, args, newTarget)),
  });
  return it;
}

// The bundle copies what the module has of its own: it has what the bundle names.
const bundle = path.join(root, 'dist/extension.js');
const names = new Set([...fs.readFileSync(bundle, 'utf8').matchAll(/\bvscode\d*\.(\w+)/g)].map(([, name]) => name));
const vscode = Object.fromEntries([...names].map((name) => [name, standIn()]));
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const require = createRequire(import.meta.url);
const nothingKept = { get: (_key, value) => value, update: async () => undefined, keys: () => [] };
const context = {
  subscriptions: [],
  extensionPath: root,
  extensionUri: vscode.Uri.file(root),
  extension: { packageJSON: require(path.join(root, 'package.json')) },
  globalState: nothingKept,
  workspaceState: nothingKept,
  // As after the person's "Add netwalk to the Terminal's PATH": the costlier of the two.
  globalStorageUri: { fsPath: fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-activation-')) },
  environmentVariableCollection: standIn(),
};
const before = process.cpuUsage();
const began = performance.now();
const extension = require(bundle);
const loaded = performance.now();
await extension.activate(context);
const activated = performance.now();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ loading: loaded - began, activating: activated - loaded, cpu: (user + system) / 1000 }));
fs.rmSync(context.globalStorageUri.fsPath, { recursive: true });
process.exit(0);
