import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparisonOf, entriesOf, environmentsOf, knowledgeOf, textOf } from '../../src/answers';

describe('environmentsOf', () => {
  it('reads what the server lists', () => {
    const environments = [{ name: 'default', scenario: 'file:///a.sh', exists: true }];
    assert.deepEqual(environmentsOf({ environments }), environments);
  });

  it('takes a scenario for missing when the server does not say', () => {
    const [environment] = environmentsOf({ environments: [{ name: 'xpu', scenario: 'file:///a.sh' }] });
    assert.equal(environment?.exists, false);
  });

  it('refuses what is not a list of environments', () => {
    for (const answer of [null, undefined, 'text', {}, { environments: {} }, { environments: [{ name: 1 }] }, { environments: [null] }]) {
      assert.throws(() => environmentsOf(answer), /no usable/, JSON.stringify(answer));
    }
  });
});

describe('comparisonOf', () => {
  const answer = {
    guide: { uri: 'llmdbench-preview:/guide/a.sh.yaml', title: 'guide', text: '' },
    deployed: { uri: 'llmdbench-preview:/deployed/a.sh.yaml', title: 'deployed', text: '' },
    title: 'Guide and deployment of a.sh',
    differences: 2,
  };

  it('reads the URIs of both sides and the title', () => {
    const { guide, deployed, title } = answer;
    assert.deepEqual(comparisonOf(answer), { guide: guide.uri, deployed: deployed.uri, title });
  });

  it('refuses an answer that lacks a side', () => {
    for (const part of ['guide', 'deployed', 'title']) {
      assert.throws(() => comparisonOf({ ...answer, [part]: undefined }), /no usable/, part);
    }
  });
});

describe('entriesOf', () => {
  it('reads what the catalogue lists, and refuses the rest', () => {
    const entries = [{ kind: 'flag', name: '--port', summary: 'Where it listens.' }];
    assert.deepEqual(entriesOf({ entries }), entries);
    for (const answer of [null, {}, { entries: [{ kind: 'flag', name: '--port' }] }]) {
      assert.throws(() => entriesOf(answer), /no usable/);
    }
  });
});

describe('knowledgeOf', () => {
  it('takes what is not counted for none', () => {
    assert.deepEqual(knowledgeOf({ version: '1', framework: 'v0.5.2', guides: 3, indexing: true }), {
      version: '1', framework: 'v0.5.2', guides: 3, scenarios: 0, experiments: 0, indexing: true, truncated: false,
    });
    assert.throws(() => knowledgeOf({ guides: 3 }), /"version"/);
  });
});

describe('textOf', () => {
  it('names the missing part', () => {
    assert.equal(textOf({ uri: 'file:///a.sh' }, 'uri'), 'file:///a.sh');
    assert.throws(() => textOf({ uri: 3 }, 'uri'), /"uri"/);
  });
});
