import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knowledgeLook, statusLook } from '../../src/status';

describe('statusLook', () => {
  it('names the version of a server that is ready', () => {
    const look = statusLook({ kind: 'ready', version: '1.2.3' });
    assert.match(look.tooltip, /llmdbench-ls 1\.2\.3 is ready/);
    assert.equal(look.failed, false);
  });

  it('does without a version that the server does not tell', () => {
    assert.match(statusLook({ kind: 'ready', version: undefined }).tooltip, /^llmdbench-ls is ready/);
  });

  it('spins while the server starts', () => {
    assert.match(statusLook({ kind: 'starting' }).text, /~spin/);
  });

  it('is an error only when there is a problem to show', () => {
    const failed = statusLook({ kind: 'stopped', problem: 'no program' });
    assert.equal(failed.failed, true);
    assert.match(failed.tooltip, /no program/);
    assert.equal(statusLook({ kind: 'stopped', problem: undefined }).failed, false);
  });
});

describe('knowledgeLook', () => {
  const knowledge = { version: '1.2.3', framework: 'v0.5.2', guides: 1, scenarios: 2, experiments: 0, indexing: false, truncated: false };

  it('shows counts and versions', () => {
    const { text, detail } = knowledgeLook(knowledge);
    assert.equal(text, '1 guide file, 2 scenarios');
    assert.match(detail, /1\.2\.3.*v0\.5\.2/);
  });

  it('counts experiments where there are some', () => {
    assert.match(knowledgeLook({ ...knowledge, experiments: 1 }).text, /, 1 experiment$/);
  });

  it('says that the counts are not final, and why', () => {
    assert.match(knowledgeLook({ ...knowledge, indexing: true }).text, /; still looking$/);
    assert.match(knowledgeLook({ ...knowledge, truncated: true }).text, /; more than is looked through$/);
  });
});
