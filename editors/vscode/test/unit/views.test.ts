import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asComment, parts, shownBy } from '../../src/views';

describe('shownBy', () => {
  it('names the command that opens a view in the editor', () => {
    assert.equal(shownBy('llmdbench-ls.preview'), 'llmdbench.preview');
    assert.equal(shownBy('llmdbench-ls.compare'), 'llmdbench.compare');
  });

  it('leaves other commands to the server', () => {
    for (const name of ['llmdbench-ls.generate', 'llmdbench-ls.show', 'constructor']) {
      assert.equal(shownBy(name), undefined, name);
    }
  });
});

describe('parts', () => {
  it('offers each view of the server once', () => {
    assert.deepEqual(parts.map(({ view }) => view), ['ms', 'gaie', 'infra', 'command']);
  });
});

describe('asComment', () => {
  it('makes every line a comment', () => {
    assert.equal(asComment('gone'), '# gone\n');
    assert.equal(asComment('one\r\ntwo\nthree'), '# one\n# two\n# three\n');
  });
});
