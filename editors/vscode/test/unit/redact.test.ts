import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact, settingLine, tail } from '../../src/redact';

const known = { home: '/home/ann', user: 'annabel', folders: ['/home/ann/work', '/home/ann/work/secret plan'] };

describe('redact', () => {
  for (const [what, text, clean] of [
    ['files of the workspace', 'read /home/ann/work/guides/a.yaml: no', 'read <path>: no'],
    ['folders with blanks', 'in /home/ann/work/secret plan/x.sh', 'in <path>'],
    ['files of the user', 'starting /home/ann/bin/llmdbench-ls', 'starting <path>'],
    ['other files', 'open /opt/bench/run.sh, then ~/x/y', 'open <path>, then <path>'],
    ['files of Windows', 'at C:\\Users\\ann\\x.sh', 'at <path>'],
    ['URIs', 'didOpen file:///home/ann/work/a%20b.sh (1)', 'didOpen <uri> (1)'],
    ['addresses of hosts', 'from https://git.example.com/x?y=1 and 10.1.2.3', 'from <uri> and <address>'],
    ['addresses of people', 'by ann.b@example.com', 'by <address>'],
    ['tokens', 'token hf_abcdefghijklmnop', 'token <secret>'],
    ['names of users', 'user annabel said so', 'user <user> said so'],
  ] as const) {
    it(`takes out ${what}`, () => {
      assert.equal(redact(text, known), clean);
    });
  }

  it('leaves the rest as it is', () => {
    const text = '2026-01-01 10:00:00.123 [info] 12 guide files and 3 scenarios in the workspace; decode.replicas: 3 -> 5; read/write';
    assert.equal(redact(text, known), text);
  });
});

describe('tail', () => {
  it('keeps the last lines', () => {
    assert.equal(tail('a\r\nb\nc\n', 2), 'b\nc');
  });
});

describe('settingLine', () => {
  it('says nothing of what is not changed', () => {
    assert.equal(settingLine('llmdbench.workarounds', false, false), '');
    assert.equal(settingLine('llmdbench.severity', {}, {}), '');
  });

  it('shows values that tell nothing, and of others only that they are set', () => {
    assert.equal(settingLine('llmdbench.workarounds', true, false), 'llmdbench.workarounds: true');
    assert.equal(settingLine('llmdbench.severity', { crlf: 'off' }, {}), 'llmdbench.severity: {"crlf":"off"}');
    assert.equal(settingLine('llmdbench.server.path', '/home/ann/ls', ''), 'llmdbench.server.path: (set)');
    assert.equal(settingLine('llmdbench.cluster.namespace', 'private', ''), 'llmdbench.cluster.namespace: (set)');
  });
});
