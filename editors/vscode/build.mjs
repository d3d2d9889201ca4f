// Bundles the extension into one file, or (with --tests) the unit tests.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build } from 'esbuild';

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'warning',
};

if (process.argv.includes('--tests')) {
  fs.rmSync('out', { recursive: true, force: true });
  const tests = fs.readdirSync('test/unit').map((name) => path.join('test/unit', name));
  await build({ ...shared, entryPoints: tests, outdir: 'out/test', sourcemap: 'inline' });
} else {
  fs.rmSync('dist', { recursive: true, force: true });
  const { metafile } = await build({
    ...shared,
    // The client, which brings the library, is a file of its own: it is not read before a server is needed.
    entryPoints: ['src/extension.ts', 'src/client.ts'],
    outdir: 'dist',
    external: [...shared.external, './client.js'],
    supported: { 'dynamic-import': false },
    minify: true,
    metafile: true,
  });
  fs.writeFileSync('dist/third-party-licenses.txt', licences(Object.keys(metafile.inputs)));
  copyOwnLicence('../../LICENSE');
  copyExample('../../testdata/guides', ['chat-routing', 'prereq']);
}

// The licences of the bundled packages ask to be shipped with their code.
function licences(inputs) {
  const folders = new Set(inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]));
  folders.delete(undefined);
  return [...folders].sort().map(licence).join('\n');
}

function licence(folder) {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) {
    throw new Error(`${name} ${version} is bundled, but has no licence file`);
  }
  return `==== ${name} ${version} ====\n\n${fs.readFileSync(path.join(folder, file), 'utf8')}`;
}

// vsce takes the licence from the extension's own folder only.
function copyOwnLicence(file) {
  if (fs.existsSync(file)) {
    fs.copyFileSync(file, 'LICENSE');
  }
}

// The guide of the walkthrough is one of those that the converter is tested with.
function copyExample(from, names) {
  fs.rmSync('example', { recursive: true, force: true });
  for (const name of names) {
    fs.cpSync(path.join(from, name), path.join('example', 'guides', name), { recursive: true });
  }
}
