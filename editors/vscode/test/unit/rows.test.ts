import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as describeRow, faults, groupsOf, stepsOf, summary, tooltipOf, verificationOf } from '../../src/rows';

function place(uri: string, line: number, value: string): object {
  return { uri, value, range: { start: { line, character: 2 }, end: { line, character: 9 } } };
}

const differs = {
  path: 'decode.replicas', chart: 'ms', state: 'differs', note: 'DECODE_REPLICAS says otherwise', variable: 'DECODE_REPLICAS', want: '3',
  guide: place('file:///w/g/values.yaml', 27, '3'),
  scenario: place('file:///w/my%20chat.sh', 161, '5'),
  deployed: { line: 20, value: '5' },
};
const carried = { path: 'decode.tensor', state: 'carried', guide: place('file:///w/g/values.yaml', 30, '4'), scenario: null, deployed: null };
const convention = { path: 'convention: the run goes on', state: 'differs', note: 'it stops', guide: null, scenario: place('file:///w/a.sh', 3, ''), deployed: null };
const answer = { scenario: 'file:///w/my%20chat.sh', preview: 'llmdbench-preview:/all/a', rows: [carried, differs, convention] };
const { rows } = verificationOf(answer);

describe('verificationOf', () => {
  it('reads places where there are some', () => {
    assert.deepEqual(rows.map((row) => [row.guide?.value, row.scenario?.range.start.line, row.deployed?.line]), [
      ['4', undefined, undefined], ['3', 161, 20], [undefined, 3, undefined],
    ]);
  });

  it('refuses rows without a path or a state', () => {
    for (const row of [null, {}, { path: 'a' }, { state: 'carried' }]) {
      assert.throws(() => verificationOf({ ...answer, rows: [row] }), /no usable/);
    }
  });
});

describe('groupsOf', () => {
  it('puts the worst first and leaves empty states out', () => {
    assert.deepEqual(groupsOf(rows, new Set()).map(({ state, rows: list }) => [state, list.length]), [['differs', 2], ['carried', 1]]);
  });

  it('leaves out what is hidden', () => {
    assert.deepEqual(groupsOf(rows, new Set(['differs'])).map(({ state }) => state), ['carried']);
  });

  it('shows states that it does not know', () => {
    const strange = verificationOf({ ...answer, rows: [{ path: 'a', state: 'dreamt' }] }).rows;
    assert.deepEqual(groupsOf(strange, new Set()).map(({ state }) => state), ['dreamt']);
  });

  it('counts', () => {
    assert.equal(summary(groupsOf(rows, new Set())), '2 differs, 1 carried');
    assert.equal(faults(rows), 2);
  });
});

describe('stepsOf', () => {
  it('leads from the guide to what is deployed', () => {
    const row = rows[1];
    assert.ok(row);
    assert.deepEqual(stepsOf(row, answer.preview).map(({ label, value, uri, line }) => [label, value, uri, line]), [
      ['values.yaml:28', '3', 'file:///w/g/values.yaml', 27],
      ['my chat.sh:162', '5', 'file:///w/my%20chat.sh', 161],
      ['deployed values:21', '5', answer.preview, 20],
    ]);
  });

  it('ends where the value ends', () => {
    assert.deepEqual(rows.map((row) => stepsOf(row, answer.preview).length), [1, 3, 1]);
  });
});

describe('texts of a row', () => {
  it('show both values where they differ', () => {
    assert.deepEqual(rows.map(describeRow), ['4', '3 → 5', 'it stops']);
  });

  it('tell what is known', () => {
    const row = rows[1];
    assert.ok(row);
    assert.equal(tooltipOf(row), 'decode.replicas\ndiffers\nexpected: 3\nDECODE_REPLICAS says otherwise\nDECODE_REPLICAS');
  });
});
