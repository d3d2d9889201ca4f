import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findBinary, type Surroundings } from '../../src/binary';

function around(programs: string[], changes: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: '',
    extensionFolder: '/ext',
    home: '/home/ann',
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    isExecutable: (file) => programs.includes(file),
    ...changes,
  };
}

const bundled = '/ext/bin/llmdbench-ls';
const onPath = '/usr/bin/llmdbench-ls';

function problemOf(surroundings: Surroundings): string {
  const found = findBinary(surroundings);
  assert.ok('problem' in found, `found ${JSON.stringify(found)}`);
  return found.problem;
}

describe('findBinary', () => {
  it('prefers the setting to the bundled program and PATH', () => {
    const found = findBinary(around(['/opt/ls', bundled, onPath], { setting: '/opt/ls' }));
    assert.deepEqual(found, { file: '/opt/ls' });
  });

  it('prefers the bundled program to PATH', () => {
    assert.deepEqual(findBinary(around([bundled, onPath])), { file: bundled });
  });

  it('takes the first hit on PATH', () => {
    const found = findBinary(around(['/usr/local/bin/llmdbench-ls', onPath]));
    assert.deepEqual(found, { file: '/usr/local/bin/llmdbench-ls' });
  });

  it('treats a setting of blanks as none', () => {
    assert.deepEqual(findBinary(around([onPath], { setting: '  ' })), { file: onPath });
  });

  it('expands the home folder in the setting', () => {
    const found = findBinary(around(['/home/ann/go/bin/ls'], { setting: '~/go/bin/ls' }));
    assert.deepEqual(found, { file: '/home/ann/go/bin/ls' });
  });

  it('reports a wrong setting although another program is there', () => {
    const problem = problemOf(around([bundled, onPath], { setting: '/opt/gone' }));
    assert.match(problem, /llmdbench\.server\.path.*\/opt\/gone/);
  });

  it('reports a relative setting', () => {
    assert.match(problemOf(around(['bin/ls'], { setting: 'bin/ls' })), /absolute/);
  });

  it('never runs a program from a relative PATH entry', () => {
    const programs = ['llmdbench-ls', './llmdbench-ls', 'bin/llmdbench-ls'];
    assert.match(problemOf(around(programs, { env: { PATH: '.::bin' } })), /nor on PATH/);
  });

  it('says where to set the path when there is no program at all', () => {
    assert.match(problemOf(around([])), /llmdbench\.server\.path/);
    assert.match(problemOf(around([], { env: {} })), /llmdbench\.server\.path/);
  });
});

describe('findBinary on Windows', () => {
  const windows: Partial<Surroundings> = {
    platform: 'win32',
    extensionFolder: 'C:\\ext',
    home: 'C:\\Users\\ann',
    env: { PATH: 'C:\\Go\\bin;D:\\tools' },
  };

  it('looks for an .exe in the extension and on PATH', () => {
    const tool = 'D:\\tools\\llmdbench-ls.exe';
    const inside = 'C:\\ext\\bin\\llmdbench-ls.exe';
    assert.deepEqual(findBinary(around([tool], windows)), { file: tool });
    assert.deepEqual(findBinary(around([tool, inside], windows)), { file: inside });
  });

  it('expands the home folder with either slash', () => {
    const file = 'C:\\Users\\ann\\ls.exe';
    assert.deepEqual(findBinary(around([file], { ...windows, setting: '~\\ls.exe' })), { file });
    assert.deepEqual(findBinary(around([file], { ...windows, setting: '~/ls.exe' })), { file });
  });
});
