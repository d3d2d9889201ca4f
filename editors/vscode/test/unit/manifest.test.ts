// What package.json promises and what the code does are two lists of the same
// names; nothing else notices when one of them changes.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { describe, it } from 'node:test';
import { pathSetting } from '../../src/binary';
import { shownBy } from '../../src/views';

interface Manifest {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; category: string; icon?: string }[];
    menus: Record<string, { command: string; alt?: string; when: string }[]>;
    keybindings: { command: string; when: string }[];
    views: Record<string, { id: string }[]>;
    grammars: { path: string }[];
    snippets: { path: string }[];
    walkthroughs: { steps: { media: { markdown: string }; description: string; completionEvents: string[] }[] }[];
    configuration: { properties: Record<string, Setting> };
  };
}

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: unknown[];
  readonly enumDescriptions?: unknown[];
  readonly propertyNames?: { readonly enum: string[]; readonly enumDescriptions: string[] };
}

const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Manifest;
const code = fs.readdirSync('src').map((name) => fs.readFileSync(`src/${name}`, 'utf8')).join('\n');

describe('package.json', () => {
  const declared = manifest.contributes.commands.map(({ command }) => command).sort();

  it('declares the commands that are registered', () => {
    const registered = [...code.matchAll(/(?:registerCommand|command(?:<\w+>)?)\('(llmdbench\.\w+)'/g)].map((match) => match[1]);
    assert.deepEqual(registered.sort(), declared);
  });

  it('keeps clear of the names that the server registers', () => {
    assert.ok(declared.every((name) => !name.startsWith('llmdbench-ls.')));
  });

  it('declares the commands that stand in for those of the server', () => {
    for (const name of ['preview', 'compare']) {
      assert.ok(declared.includes(shownBy(`llmdbench-ls.${name}`) ?? ''), name);
    }
  });

  it('gives every command of menus, keys and steps a declaration', () => {
    const { menus, keybindings, walkthroughs } = manifest.contributes;
    const steps = walkthroughs.flatMap((one) => one.steps);
    const used = [
      ...Object.values(menus).flat().flatMap(({ command, alt }) => [command, alt ?? command]),
      ...keybindings.map(({ command }) => command),
      ...steps.flatMap(({ description }) => [...description.matchAll(/command:(llmdbench\.\w+)/g)].map((match) => match[1] ?? '')),
      ...steps.flatMap(({ completionEvents }) => completionEvents.map((event) => event.replace('onCommand:', ''))),
    ];
    assert.deepEqual(used.filter((name) => !declared.includes(name)), []);
  });

  it('binds keys only where a file of ours is', () => {
    assert.deepEqual(manifest.contributes.keybindings.filter(({ when }) => !/llmdbench/.test(when)), []);
  });

  it('names files that are there, and that ship', () => {
    const { grammars, snippets, walkthroughs } = manifest.contributes;
    const files = [...grammars, ...snippets].map(({ path }) => path);
    files.push(...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)));
    assert.deepEqual(files.filter((file) => !fs.existsSync(file)), []);
    const kept = fs.readFileSync('.vscodeignore', 'utf8');
    assert.deepEqual(files.filter((file) => !kept.includes(`!${file.replace('./', '').split('/')[0] ?? ''}/**`)), []);
  });

  it('describes every setting, with a scope and a default', () => {
    for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.ok((setting.description ?? setting.markdownDescription ?? '').length > 20, name);
      assert.ok(setting.scope !== undefined && setting.default !== undefined, name);
      assert.equal(setting.enum?.length, setting.enumDescriptions?.length, name);
    }
  });

  it('offers the severity of each rule that the schema of project settings has', () => {
    const schema = JSON.parse(fs.readFileSync('schemas/llmdbench.schema.json', 'utf8')) as {
      properties: { severity: { properties: Record<string, { description: string }> } };
    };
    const rules = schema.properties.severity.properties;
    const names = manifest.contributes.configuration.properties['llmdbench.severity']?.propertyNames;
    assert.deepEqual(names, { enum: Object.keys(rules), enumDescriptions: Object.values(rules).map(({ description }) => description) });
  });

  it('shows only commands with an icon as buttons', () => {
    const buttons = Object.entries(manifest.contributes.menus).filter(([menu]) => menu.endsWith('/title')).flatMap(([, items]) => items).flatMap(({ command, alt }) => [command, alt ?? command]);
    const withIcon = manifest.contributes.commands.filter(({ icon }) => icon !== undefined).map(({ command }) => command);
    assert.deepEqual(buttons.filter((button) => !withIcon.includes(button)), []);
  });

  it('does not let an untrusted workspace choose the program', () => {
    assert.ok(pathSetting in manifest.contributes.configuration.properties);
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(pathSetting));
  });
});
