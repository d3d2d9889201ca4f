// Packages the extension for all platforms, and looks at what would reach a user.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileName, packageAll, targets } from '../../platforms.mjs';
import { readZip } from './zip.mjs';

const mebibyte = 1 << 20;

/** What ships. Whatever else turns up has to be meant, and be added here. */
const ships = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/client.js',
  'extension/dist/extension.js',
  'extension/dist/third-party-licenses.txt',
  'extension/example/guides/chat-routing/gaie-chat-routing/values.yaml',
  'extension/example/guides/chat-routing/helmfile.yaml.gotmpl',
  'extension/example/guides/chat-routing/ms-chat-routing/values.yaml',
  'extension/example/guides/chat-routing/ms-chat-routing/values_cpu.yaml',
  'extension/example/guides/chat-routing/ms-chat-routing/values_xpu.yaml',
  'extension/example/guides/prereq/gateways/gke.yaml',
  'extension/example/guides/prereq/gateways/istio.yaml',
  'extension/images/icon.png',
  'extension/images/view.svg',
  'extension/package.json',
  'extension/readme.md',
  'extension/schemas/llmdbench.schema.json',
  'extension/snippets/scenario.json',
  'extension/snippets/yaml.json',
  'extension/syntaxes/heredoc.tmLanguage.json',
  'extension/walkthrough/generate.md',
  'extension/walkthrough/open.md',
  'extension/walkthrough/verify.md',
];

/**
 * The server that a platform's package carries, and the bytes that tell which machine it is for: where they stand, and
 * what they are.
 * @type {Record<string, { program: string, at: number, bytes: string }>}
 */
const programs = {
  'linux-x64': { program: 'llmdbench-ls', at: 18, bytes: '3e00' },
  'linux-arm64': { program: 'llmdbench-ls', at: 18, bytes: 'b700' },
  'darwin-x64': { program: 'llmdbench-ls', at: 0, bytes: 'cffaedfe07000001' },
  'darwin-arm64': { program: 'llmdbench-ls', at: 0, bytes: 'cffaedfe0c000001' },
  'win32-x64': { program: 'llmdbench-ls.exe', at: 0, bytes: '4d5a' },
};

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'llmdbench-package-'));

before(() => packageAll(temporary, Object.keys(targets)), { timeout: 30 * 60_000 });
after(() => {
  fs.rmSync(temporary, { recursive: true, force: true });
});

/** @param {string} target */
const archive = (target) => path.join(temporary, fileName(target));

/**
 * @param {string} target
 * @param {string} name
 */
function entry(target, name) {
  const found = readZip(archive(target)).find((one) => one.name === name);
  assert.ok(found, `${name} is not in ${fileName(target)}`);
  return found;
}

for (const target of Object.keys(targets)) {
  describe(fileName(target), () => {
    const server = programs[target];

    it('holds what is meant to ship', () => {
      const wanted = server === undefined ? ships : [...ships, `extension/bin/${server.program}`];
      assert.deepEqual(readZip(archive(target)).map(({ name }) => name).sort(), wanted.toSorted());
    });

    it('is small', () => {
      const { size } = fs.statSync(archive(target));
      assert.ok(size < 15 * mebibyte, `it has ${size} bytes`);
    });

    it('has nothing of its making in it', () => {
      for (const file of ['client', 'extension']) {
        assert.doesNotMatch(entry(target, `extension/dist/${file}.js`).content.toString(), /sourceMappingURL/);
      }
      const manifest = JSON.parse(entry(target, 'extension/package.json').content.toString());
      assert.deepEqual([manifest.scripts, manifest.devDependencies], [undefined, undefined]);
    });

    it('says which platform it is for', () => {
      const manifest = entry(target, 'extension.vsixmanifest').content.toString();
      assert.equal(/TargetPlatform="([^"]*)"/.exec(manifest)?.[1], server === undefined ? undefined : target);
    });

    if (server !== undefined) {
      it('carries the server for it, ready to run', () => {
        const { content, mode } = entry(target, `extension/bin/${server.program}`);
        assert.equal(content.toString('hex', server.at, server.at + server.bytes.length / 2), server.bytes);
        assert.equal(mode, 0o755);
      });
    }
  });
}

describe('the packages', () => {
  it('are activated in less than 50 ms', () => {
    const file = path.join(temporary, 'extension.js');
    fs.writeFileSync(file, entry('universal', 'extension/dist/extension.js').content);
    const cost = () => Number(execFileSync(process.execPath, ['test/package/activation.mjs', file], { encoding: 'utf8' }));
    const costs = [cost(), cost(), cost()];
    assert.ok(Math.min(...costs) < 50, `it took ${costs.join(', ')} ms`);
  });

  it('carry a server that says the version of the extension', () => {
    const target = `${process.platform}-${process.arch}`;
    const server = programs[target];
    assert.ok(server, `there is no package for ${target}`);
    const file = path.join(temporary, server.program);
    fs.writeFileSync(file, entry(target, `extension/bin/${server.program}`).content, { mode: 0o755 });
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
    assert.ok(execFileSync(file, ['--version'], { encoding: 'utf8' }).startsWith(`llmdbench-ls version ${version}`));
  });

  it('have the same bytes when somebody else makes them', { timeout: 10 * 60_000 }, () => {
    const again = path.join(temporary, 'again');
    const names = ['universal', 'linux-x64'];
    const before = process.umask(0o077);
    try {
      execFileSync(process.execPath, ['platforms.mjs', '--out', again, ...names], { env: elsewhere() });
    } finally {
      process.umask(before);
    }
    for (const name of names) {
      assert.ok(fs.readFileSync(archive(name)).equals(fs.readFileSync(path.join(again, fileName(name)))), name);
    }
  });
});

/** The environment of a person on the other side of the world. */
function elsewhere() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, TZ: 'Asia/Tokyo' };
  delete env['SOURCE_DATE_EPOCH'];
  return env;
}
