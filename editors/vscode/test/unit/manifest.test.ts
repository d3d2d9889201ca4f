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
    menus: Record<string, { command: string; alt?: string }[]>;
    configuration: { properties: Record<string, unknown> };
  };
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

  it('shows only commands with an icon as buttons', () => {
    const buttons = Object.values(manifest.contributes.menus).flat().flatMap(({ command, alt }) => [command, alt ?? command]);
    const withIcon = manifest.contributes.commands.filter(({ icon }) => icon !== undefined).map(({ command }) => command);
    assert.deepEqual(buttons.filter((button) => !withIcon.includes(button)), []);
  });

  it('does not let an untrusted workspace choose the program', () => {
    assert.ok(pathSetting in manifest.contributes.configuration.properties);
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(pathSetting));
  });
});
