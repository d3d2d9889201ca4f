// Packages the extension for each platform with the server in it, and once for all of them without.
//
//   node platforms.mjs [--out FOLDER] [TARGET...]
//
// TARGET is a name from the table below; without any, all are made. The same commit and the same versions of Node, Go
// and the packages give the same bytes: the times in an archive are those of the commit, or of SOURCE_DATE_EPOCH.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

/**
 * The platforms by VS Code's names, with Go's names for them. The universal extension has no program.
 * @type {Record<string, { os: string, arch: string } | undefined>}
 */
export const targets = {
  'linux-x64': { os: 'linux', arch: 'amd64' },
  'linux-arm64': { os: 'linux', arch: 'arm64' },
  'darwin-x64': { os: 'darwin', arch: 'amd64' },
  'darwin-arm64': { os: 'darwin', arch: 'arm64' },
  'win32-x64': { os: 'windows', arch: 'amd64' },
  universal: undefined,
};

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');

/**
 * The name of the file that a target is packaged into.
 * @param {string} target
 */
export function fileName(target) {
  return target === 'universal' ? 'llmdbench-ls.vsix' : `llmdbench-ls-${target}.vsix`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { out: { type: 'string', default: here } }, allowPositionals: true });
  await packageAll(path.resolve(values.out), positionals.length > 0 ? positionals : Object.keys(targets));
}

/**
 * Packages some targets into a folder.
 * @param {string} out
 * @param {string[]} names
 */
export async function packageAll(out, names) {
  const unknown = names.filter((name) => !(name in targets));
  if (unknown.length > 0) {
    throw new Error(`there is no target ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}`);
  }
  fixTimes();
  execFileSync(process.execPath, ['build.mjs'], { cwd: here, stdio: 'inherit' });
  fs.mkdirSync(out, { recursive: true });
  for (const name of names) {
    await packageOne(name, path.join(out, fileName(name)));
  }
}

// An archive holds the times of its files in the local time zone; the packager takes them from this variable.
function fixTimes() {
  process.env['TZ'] = 'UTC';
  process.env['SOURCE_DATE_EPOCH'] ??= git('log', '-1', '--format=%ct') || '315532800';
}

/**
 * @param {string} target
 * @param {string} file
 */
async function packageOne(target, file) {
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'llmdbench-vsix-'));
  try {
    await layOut(stage);
    const platform = targets[target];
    if (platform !== undefined) {
      buildServer(platform, path.join(stage, 'bin'));
    }
    fixModes(stage);
    await createVSIX({
      cwd: stage,
      packagePath: file,
      dependencies: false,
      allowMissingRepository: true,
      skipLicense: true,
      rewriteRelativeLinks: false, // there is no address that they could be relative to
      ...(target === 'universal' ? {} : { target }),
    });
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

/**
 * What ships is copied first, so that a program that someone has built into bin/ does not get into it.
 * @param {string} stage
 */
async function layOut(stage) {
  const files = await listFiles({ cwd: here, packageManager: PackageManager.None });
  for (const file of [...files, '.vscodeignore'].filter((name) => !name.startsWith('bin/'))) {
    fs.cpSync(path.join(here, file), path.join(stage, file));
  }
  const manifest = readManifest();
  delete manifest.scripts;
  delete manifest.devDependencies;
  fs.writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * @param {{ os: string, arch: string }} platform
 * @param {string} folder
 */
function buildServer(platform, folder) {
  const file = path.join(folder, platform.os === 'windows' ? 'llmdbench-ls.exe' : 'llmdbench-ls');
  const stamp = `-s -w -X main.version=${readManifest().version} -X main.commit=${git('rev-parse', 'HEAD')}`;
  execFileSync('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', stamp, '-o', file, './cmd/llmdbench-ls'], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, GOOS: platform.os, GOARCH: platform.arch, CGO_ENABLED: '0' },
  });
}

/**
 * What a checkout's files may be is a matter of the machine; what a packaged file may be is not.
 * @param {string} stage
 */
function fixModes(stage) {
  for (const entry of fs.readdirSync(stage, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      fs.chmodSync(file, path.basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
    }
  }
}

function readManifest() {
  return JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8'));
}

/**
 * Answers nothing where the sources are not in a repository.
 * @param {string[]} words
 */
function git(...words) {
  try {
    return execFileSync('git', words, { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
