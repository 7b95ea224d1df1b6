import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there, from where this run takes it', () => {
    const extension = vscode.extensions.getExtension('netwalk.netwalk');
    assert.ok(extension, 'netwalk.netwalk is not installed');
    assert.equal((extension.packageJSON as { main: string }).main, './dist/extension.js');
    const installed = extension.extensionUri.path.includes('/extensions/netwalk.netwalk-');
    assert.equal(installed, process.env.NETWALK_E2E === 'vsix');
  });
});
