import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, it } from 'node:test';
import { oursOf } from '../../src/ours';

describe('oursOf', () => {
  it('knows every file of the test guides', () => {
    const folder = '../../testdata/guides';
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ya?ml|gotmpl)$/.test(name));
    // What a guide only points to, and what says nothing about a model.
    const others = /\/gateways\/|accelerators\.yaml$|account\.yaml$|kustomization\.yaml$|patience\.yaml$/;
    const missed = files.filter((name) => !others.test(name) && oursOf(`/w/${name}`, fs.readFileSync(path.join(folder, name), 'utf8')) !== 'guide');
    assert.ok(files.length > 20);
    assert.deepEqual(missed, []);
  });

  it('knows scenarios by their variables', () => {
    assert.equal(oursOf('/w/a.sh', 'export LLMDBENCH_DEPLOY_MODEL_LIST=a'), 'scenario');
    assert.equal(oursOf('/w/a.bash', 'echo $LLMDBENCH_A'), 'scenario');
    assert.equal(oursOf('/w/a.sh', 'echo nothing'), '');
  });

  it('leaves files of others alone', () => {
    assert.equal(oursOf('/w/pod.yaml', 'kind: Pod\nspec:\n  containers:\n  - image: nginx\n'), '');
    assert.equal(oursOf('/w/kustomization.yaml', 'resources:\n- a.yaml\n'), '');
    assert.equal(oursOf('/w/notes.txt', 'LLMDBENCH_DEPLOY_MODEL_LIST'), '');
    assert.equal(oursOf('/w/docker-compose.yml', 'services: {}'), '');
  });

  it('knows workloads that run a model server, helmfiles and settings', () => {
    assert.equal(oursOf('/w/d.yaml', 'kind: Deployment\ncontainers:\n- image: vllm\n'), 'guide');
    assert.equal(oursOf('/w/helmfile.yaml.gotmpl', ''), 'guide');
    assert.equal(oursOf('/w/.llmdbench.yaml', ''), 'settings');
  });
});
