// Makes everything the test needs before the workbench starts: the programs
// and a workspace, all in one temporary folder.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
const extension = path.resolve(here, '../..');
const repository = path.resolve(extension, '../..');

/** Installs code-server where it is missing; answers its folder. */
export async function installCodeServer() {
  const { stdout } = await run('bash', [path.join(here, 'install.sh')]);
  const folder = stdout.trim().split('\n').at(-1);
  if (!folder) {
    throw new Error('install.sh did not print the folder of code-server');
  }
  return folder;
}

/**
 * Builds the server, or takes the one that LLMDBENCH_E2E_SERVER names.
 * @param {string} temporary
 */
export async function buildServer(temporary) {
  const ready = process.env['LLMDBENCH_E2E_SERVER'];
  if (ready) {
    return path.resolve(ready);
  }
  const file = path.join(temporary, 'llmdbench-ls');
  await run('go', ['build', '-o', file, './cmd/llmdbench-ls'], { cwd: repository });
  return file;
}

/** @param {string} temporary */
export async function packageExtension(temporary) {
  const file = path.join(temporary, 'extension.vsix');
  await run('npm', ['run', 'package', '--', '--out', file], { cwd: extension });
  return file;
}

/**
 * A workspace with the test guides, and a script that is no scenario.
 * @param {string} temporary
 */
export function copyGuides(temporary) {
  const workspace = path.join(temporary, 'workspace');
  fs.cpSync(path.join(repository, 'testdata', 'guides'), workspace, { recursive: true });
  fs.writeFileSync(path.join(workspace, 'other.sh'), 'echo nothing to deploy\n');
  return workspace;
}
