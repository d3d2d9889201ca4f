import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eligible, environmentItems, reportName, scenarioName, type Environment } from '../../src/environments';

const plain: Environment = { name: 'default', scenario: 'file:///w/scenarios/guides/chat.sh', exists: true };
const xpu: Environment = { name: 'xpu', scenario: 'file:///w/scenarios/guides/chat.xpu.sh', exists: false };

describe('environmentItems', () => {
  it('shows name and scenario in the order of the server', () => {
    const items = environmentItems([plain, xpu], 'report');
    assert.deepEqual(items.map((item) => [item.label, item.description]), [
      ['default', 'chat.sh'],
      ['xpu', 'chat.xpu.sh'],
    ]);
    assert.equal(items[1]?.environment, xpu);
  });

  it('warns of a scenario that exists when one is to be generated', () => {
    const descriptions = environmentItems([plain, xpu], 'generate').map((item) => item.description);
    assert.deepEqual(descriptions, ['chat.sh (exists)', 'chat.xpu.sh']);
  });
});

describe('eligible', () => {
  it('offers only scenarios that exist for an update', () => {
    assert.deepEqual(eligible([plain, xpu], 'update'), [plain]);
  });

  it('offers all for the rest', () => {
    assert.deepEqual(eligible([plain, xpu], 'generate'), [plain, xpu]);
    assert.deepEqual(eligible([plain, xpu], 'report'), [plain, xpu]);
  });
});

describe('names', () => {
  it('come from the last part of the scenario, decoded', () => {
    const environment = { ...plain, scenario: 'file:///w%20x/my%20guide.gke.sh' };
    assert.equal(scenarioName(environment), 'my guide.gke.sh');
    assert.equal(reportName(environment), 'my guide.gke report');
  });
});
