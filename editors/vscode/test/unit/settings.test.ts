import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { describe, it } from 'node:test';
import { defaults, serverSettings } from '../../src/settings';

interface Manifest {
  contributes: { configuration: { properties: Record<string, { default?: unknown }> } };
}

describe('serverSettings', () => {
  it('passes on what is set', () => {
    const set: Record<string, unknown> = { scenarioFolder: 'bench', frameworkPath: '/src/framework', guideRoots: ['/src/guides'], workarounds: true, inlayHints: false, codeLens: false, logLevel: 'debug', severity: { 'unknown-variable': 'off' } };
    const cluster: Record<string, unknown> = {
      accelerator: 'gpu.product:H100', network: 'rdma/ib', namespace: 'bench', storageClass: 'fast', user: 'ann',
      admin: false, openshift: true, token: true,
    };
    const prefix = 'cluster.';
    const read = (key: string): unknown => key.startsWith(prefix) ? cluster[key.slice(prefix.length)] : set[key];
    assert.deepEqual(serverSettings(read), { ...set, cluster });
  });

  it('holds nothing that is not for the server', () => {
    assert.deepEqual(Object.keys(serverSettings(() => 'x')).sort(), ['cluster', 'codeLens', 'frameworkPath', 'guideRoots', 'inlayHints', 'logLevel', 'scenarioFolder', 'severity', 'workarounds']);
  });

  it('puts the default in place of a value of the wrong type', () => {
    assert.deepEqual(serverSettings(() => 7), defaults);
    assert.deepEqual(serverSettings(() => undefined), defaults);
  });

  it('leaves out severities that are no text', () => {
    assert.deepEqual(serverSettings((key) => key === 'severity' ? { crlf: 'off', 'wrong-kind': 3 } : undefined).severity, { crlf: 'off' });
  });

  it('has the defaults that package.json shows', () => {
    const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Manifest;
    const { properties } = manifest.contributes.configuration;
    const { cluster, ...plain } = defaults;
    const clusterKeys = Object.entries(cluster).map(([key, value]) => [`cluster.${key}`, value] as const);
    for (const [key, value] of [...Object.entries(plain), ...clusterKeys]) {
      assert.deepEqual(properties[`llmdbench.${key}`]?.default, value, key);
    }
  });
});
