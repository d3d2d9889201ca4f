// What package.json promises and what the code does are two lists of the same
// names; nothing else notices when one of them changes.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { describe, it } from 'node:test';
import { pathSetting } from '../../src/binary';

interface Manifest {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; category: string }[];
    configuration: { properties: Record<string, unknown> };
  };
}

const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Manifest;
const code = fs.readdirSync('src').map((name) => fs.readFileSync(`src/${name}`, 'utf8')).join('\n');

describe('package.json', () => {
  const declared = manifest.contributes.commands.map(({ command }) => command).sort();

  it('declares the commands that are registered', () => {
    const registered = [...code.matchAll(/(?:registerCommand|command)\('(llmdbench\.\w+)'/g)].map((match) => match[1]);
    assert.deepEqual(registered.sort(), declared);
  });

  it('keeps clear of the names that the server registers', () => {
    assert.ok(declared.every((name) => !name.startsWith('llmdbench-ls.')));
  });

  it('does not let an untrusted workspace choose the program', () => {
    assert.ok(pathSetting in manifest.contributes.configuration.properties);
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(pathSetting));
  });
});
