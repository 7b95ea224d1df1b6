import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesUnder, inProject, readManifest } from '../../../extension/tools/project.mjs';
import { readCatalogue } from '../../../extension/catalogue.ts';

interface Contributions {
  commands: { command: string }[];
  keybindings: { command: string; when: string }[];
  menus: Record<string, { command: string }[]>;
  walkthroughs: { steps: { media: { svg: string } }[] }[];
  debuggers: {
    configurationAttributes: { launch: { properties: Record<string, { enum?: string[] }> } };
  }[];
  configuration: { properties: Record<string, unknown> };
  colors: { id: string }[];
}

describe('the manifest', () => {
  const manifest = readManifest() as unknown as { contributes: Contributions; icon: string };
  const { contributes } = manifest;
  const code = filesUnder(inProject('extension'), (name: string) => name.endsWith('.ts'))
    .map((file: string) => fs.readFileSync(file, 'utf8'))
    .join('\n');
  const commands = contributes.commands.map(({ command }) => command);

  it('lists the commands that the code has, and no other', () => {
    const registered = [...code.matchAll(/^ {4}'(netwalk\.\w+)': async/gm)].map(([, id]) => id);
    assert.deepEqual([...registered].sort(), [...commands].sort());
  });

  it('puts only commands that exist into menus and on keys, and keys only while a program of ours runs', () => {
    const used = [...contributes.keybindings, ...Object.values(contributes.menus).flat()];
    for (const { command } of used) assert.ok(commands.includes(command), command);
    for (const { when } of contributes.keybindings) assert.match(when, /debugType == 'netwalk'/);
  });

  it('names pictures that exist', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length >= 4 && steps.length <= 6);
    for (const picture of [manifest.icon, ...steps.map(({ media }) => media.svg)]) {
      assert.ok(fs.existsSync(inProject(picture)), picture);
    }
    const png = fs.readFileSync(inProject(manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
  });

  it('offers the walkthroughs that there are', () => {
    const offered = contributes.debuggers[0]?.configurationAttributes.launch.properties.walkthrough?.enum;
    assert.deepEqual(
      offered,
      readCatalogue(inProject('walkthroughs'), 'en').map(({ id }) => id),
    );
  });

  it('has only settings and colours that the code reads', () => {
    for (const name of Object.keys(contributes.configuration.properties)) {
      assert.match(code, new RegExp(`get<[^>]+>\\('${name.replace('netwalk.', '')}'`), name);
    }
    for (const { id } of contributes.colors) assert.ok(code.includes(`'${id}'`), id);
  });

  it('is complete: what it names lies in the project', () => {
    const files =
      JSON.stringify(contributes).match(/(?:\.\/)?(?:media|walkthroughs)\/[\w./-]+\.(?:svg|png|json)/g) ?? [];
    assert.ok(files.length > 5);
    for (const file of files) {
      if (!file.includes('*')) assert.ok(fs.existsSync(path.join(inProject(), file)), file);
    }
  });
});
