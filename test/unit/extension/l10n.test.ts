import assert from 'node:assert/strict';
import fs from 'node:fs';
import { inProject } from '../../../extension/tools/project.mjs';
import { messagesIn } from './messages.ts';

const read = (name: string): Record<string, string> =>
  JSON.parse(fs.readFileSync(inProject(name), 'utf8')) as Record<string, string>;

/** `{0}`, links and code: what a translation has to keep. */
const kept = (text: string): string[] => (text.match(/\{\d\}|\(command:[^)]*\)|`[^`]*`/g) ?? []).sort();

describe('the languages', () => {
  const english = read('package.nls.json');
  const chinese = read('package.nls.zh-cn.json');
  const bundle = read('l10n/bundle.l10n.zh-cn.json');
  const manifest = fs.readFileSync(inProject('package.json'), 'utf8');

  it('have the same keys for the manifest', () => {
    assert.deepEqual(Object.keys(chinese), Object.keys(english));
  });

  it('have every key that the manifest uses, and no other', () => {
    const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(english).sort());
  });

  it('leave no title or description of the manifest in one language only', () => {
    const plain: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) visit(inner, `${at}.${key}`);
      } else if (
        typeof value === 'string' &&
        /\.(title|description|markdownDescription|altText|contents)$/.test(at) &&
        !/^(%.*%|Netwalk)$/.test(value)
      ) {
        plain.push(`${at}: ${value}`);
      }
    };
    visit((JSON.parse(manifest) as { contributes: unknown }).contributes, 'contributes');
    assert.deepEqual(plain, []);
  });

  it('translate every message of the code, and no other', () => {
    assert.deepEqual(Object.keys(bundle).sort(), messagesIn(inProject('extension')));
  });

  for (const [name, pairs] of Object.entries({
    'package.nls.zh-cn.json': Object.keys(english).map((key) => [english[key] ?? '', chinese[key] ?? '']),
    'bundle.l10n.zh-cn.json': Object.entries(bundle),
  })) {
    it(`keep placeholders, links and code in ${name}`, () => {
      for (const [original = '', translated = ''] of pairs) {
        assert.notEqual(translated.trim(), '', original);
        assert.deepEqual(kept(translated), kept(original), original);
      }
    });
  }
});
