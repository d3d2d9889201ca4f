import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentsOf, textOf } from '../../src/answers';

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

describe('textOf', () => {
  it('names the missing part', () => {
    assert.equal(textOf({ uri: 'file:///a.sh' }, 'uri'), 'file:///a.sh');
    assert.throws(() => textOf({ uri: 3 }, 'uri'), /"uri"/);
  });
});
