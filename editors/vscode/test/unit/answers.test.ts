import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparisonOf, environmentsOf, textOf } from '../../src/answers';

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

describe('textOf', () => {
  it('names the missing part', () => {
    assert.equal(textOf({ uri: 'file:///a.sh' }, 'uri'), 'file:///a.sh');
    assert.throws(() => textOf({ uri: 3 }, 'uri'), /"uri"/);
  });
});
