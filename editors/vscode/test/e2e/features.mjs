// The steps beside the story: each shows one feature at work.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { step, until } from './report.mjs';
import { exists, guide, lineWith, preview, read, scenario, setTo, setWorkspace, variable } from './stage.mjs';
import { shown } from './workbench.mjs';

/** @typedef {import('./stage.mjs').Stage} Stage */

// A scenario with something to complete, to mend and to rename.
const own = 'own.sh';
const ownText = [
  'export LLMDBENCH_DEPLOY_MODEL_LIST=example-lab/parrot-14b-chat',
  'claim_name=parrots',
  'export LLMDBENCH_VLLM_COMMON_PVC_NAME=$claim_name',
  'export LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML=$(mktemp)',
  'cat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML',
  '- name: OMP_NUM_THREADS',
  '  value: 6',
  'EOF',
  '',
];

/** @param {Stage} stage */
export async function playFeatures(stage) {
  await step('the tree verifies each value, and every row opens its place', () => verify(stage));
  await step('the tree hides states, and follows what is saved', () => filterAndSave(stage));
  await step('here-documents are coloured without the server', () => colours(stage));
  await step('the explorer makes a scenario, written by keyboard', () => generateFromExplorer(stage));
  await step('the name of a variable is completed', () => complete(stage));
  await step('fix all mends what is safe', () => fixAll(stage));
  await step('a variable of the script is renamed', () => rename(stage));
  await step('the catalogue explains a variable', () => explain(stage));
  await step('the status item counts and names versions', () => status(stage));
  await step('the report of a problem keeps secrets', () => reportIssue(stage));
  await step('the palette offers every command', () => palette(stage));
  await step('the walkthrough opens the example', () => walkthrough(stage));
}

/** @param {Stage} stage */
async function verify(stage) {
  const { workbench } = stage;
  await workbench.openFile(scenario);
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.command('llmdbench: Verify Scenario');
  const row = workbench.verified('decode.replicas');
  await row.waitFor();
  assert.match(await row.innerText(), /5 → 11/);
  assert.match(await workbench.verifiedSummary(), /2 differs, \d+ carried/);
  await workbench.expand(row);
  const line = lineWith(stage, scenario, `export ${variable}`);
  await workbench.verified(new RegExp(`^chat-routing\\.sh:${line}$`)).click();
  await workbench.atLine(line);
  await workbench.verified(/^values\.yaml:\d+$/).click();
  await workbench.tab('values.yaml');
  await workbench.atLine(lineWith(stage, guide, 'replicas:'));
  await workbench.verified(/^deployed values:\d+$/).click();
  await workbench.tab(preview);
  await workbench.shows(preview, /^ {2}replicas: 11$/m);
  await workbench.picture('verify', shown);
  await workbench.command('View: Close Editor');
}

/** @param {Stage} stage */
async function filterAndSave(stage) {
  const { workbench } = stage;
  await workbench.verified('carried').waitFor();
  await workbench.command('llmdbench: Filter Verified Values');
  await workbench.untick('carried');
  await workbench.verified('carried').waitFor({ state: 'detached' });
  await workbench.verified('differs').waitFor();
  await workbench.openFile(scenario, lineWith(stage, scenario, `export ${variable}`));
  await workbench.retypeLine(`export ${variable}=5`);
  await workbench.save();
  await workbench.verified('differs').waitFor({ state: 'detached' });
  assert.match(await workbench.verifiedSummary(), /^\d+ carried/);
}

// With the colours of the server switched off, only the grammar is left.
/** @param {Stage} stage */
async function colours(stage) {
  const { workbench } = stage;
  setWorkspace(stage, { 'editor.semanticHighlighting.enabled': false });
  await workbench.openFile(scenario, lineWith(stage, scenario, '- name: OMP_NUM_THREADS'));
  await until('a key and its value differ in colour', async () => {
    const pieces = await workbench.colours(/^- name: OMP_NUM_THREADS/);
    return pieces.has('name') && pieces.has('OMP_NUM_THREADS') && pieces.get('name') !== pieces.get('OMP_NUM_THREADS');
  });
  await workbench.picture('colours');
  await workbench.goToLine(lineWith(stage, scenario, '--max-model-len REPLACE_ENV'));
  await until('a flag and a placeholder differ in colour', async () => {
    const pieces = await workbench.colours(/^--max-model-len REPLACE_ENV/);
    return pieces.has('--max-model-len') && pieces.has('REPLACE_ENV_') && pieces.get('--max-model-len') !== pieces.get('REPLACE_ENV_');
  });
  setWorkspace(stage, {});
}

// This file is the only one of its environment, so there is nothing to choose.
/** @param {Stage} stage */
async function generateFromExplorer(stage) {
  const { workbench } = stage;
  const made = 'scenarios/guides/chat-routing.cpu.sh';
  await workbench.openFile(guide.replace('values', 'values_cpu'));
  await workbench.command('File: Reveal Active File in Explorer View');
  await workbench.contextMenu(workbench.explored('values_cpu.yaml'), 'Generate Scenario from Guide');
  await workbench.comparison('chat-routing.cpu.sh (not written yet)');
  assert.ok(!exists(stage, made), 'nothing may be written before it is asked for');
  await workbench.focusComparison();
  await workbench.page.keyboard.press('Control+Enter');
  await workbench.written(path.basename(made));
  assert.match(read(stage, made), setTo(2));
}

/** @param {Stage} stage */
async function complete(stage) {
  const { workbench } = stage;
  fs.writeFileSync(path.join(stage.workspace, own), ownText.join('\n'));
  await workbench.openExplored(own);
  await workbench.goToLine(ownText.length);
  await workbench.page.keyboard.type(`export ${variable.slice(0, -4)}`, { delay: 10 });
  await workbench.complete(variable, 'complete');
  await until('the name is complete', async () => (await workbench.visibleText()).includes(`export ${variable}`));
  await workbench.retypeLine('#');
}

/** @param {Stage} stage */
async function fixAll(stage) {
  const { workbench } = stage;
  assert.doesNotMatch(await workbench.visibleText(), /value: "6"/);
  await workbench.goToLine(7);
  await workbench.command('llmdbench: Fix All');
  await until('the number has quotes', async () => /value: "6"/.test(await workbench.visibleText()));
}

/** @param {Stage} stage */
async function rename(stage) {
  const { workbench } = stage;
  await workbench.goToLine(2);
  await workbench.rename('volume_name');
  await until('both places have the new name', async () => (await workbench.visibleText()).match(/volume_name/g)?.length === 2);
  await workbench.save();
  assert.match(read(stage, own), /^export LLMDBENCH_VLLM_COMMON_PVC_NAME=\$volume_name$/m);
}

/** @param {Stage} stage */
async function explain(stage) {
  const { workbench } = stage;
  await workbench.command('llmdbench: Explain Variable');
  await workbench.chooseRow(variable, (rows) => rows.filter({ hasText: variable }));
  const text = await workbench.rendered(new RegExp(variable));
  assert.match(text, /replicas/i);
  assert.match(text, /decode\.replicas/);
  await workbench.picture('explain');
  await workbench.command('View: Close Editor');
}

/** @param {Stage} stage */
async function status(stage) {
  const { workbench } = stage;
  await workbench.openFile(scenario);
  const said = await until('the counts are there', async () => {
    const text = await workbench.languageStatus();
    return /\d+ scenarios/.test(text) ? text : undefined;
  });
  await workbench.picture('status');
  const number = (/** @type {RegExp} */ what) => Number(what.exec(said)?.[1] ?? 0);
  assert.ok(number(/(\d+) guide files/) >= 15, said);
  assert.ok(number(/(\d+) scenarios/) >= 4, said);
  assert.match(said, /server \S+, llm-d-benchmark v0\.5\.2/);
}

/** @param {Stage} stage */
async function reportIssue(stage) {
  const { workbench } = stage;
  await workbench.command('llmdbench: Report an Issue');
  const text = await until('the report is open', async () => {
    const shown = await workbench.visibleText();
    return /Nothing of this has been sent/.test(shown) ? shown : undefined;
  });
  assert.match(text, /- server: \S+; .*v0\.5\.2; \d+ guide files/);
  assert.match(text, /llmdbench\.server\.path: \(set\)/);
  assert.ok(!text.includes(stage.workspace), 'no path may be in it');
  await workbench.picture('report-issue');
  await workbench.command('View: Revert and Close Editor');
}

// Each command is offered somewhere: in a scenario, in a guide, in a scenario
// that is not written, or while the tree shows what is deployed.
/** @param {Stage} stage */
async function palette(stage) {
  const { workbench } = stage;
  const missing = new Set(commandTitles());
  const look = async () => {
    for (const title of await workbench.offered([...missing])) {
      missing.delete(title);
    }
  };
  await workbench.openFile(scenario);
  await workbench.command('llmdbench: Verify What Is Deployed');
  await look();
  await workbench.command('llmdbench: Verify What Is Written');
  await workbench.openFile(guide.replace('values', 'values_xpu'));
  await look();
  await workbench.command('llmdbench: Generate Scenario from Guide');
  await workbench.comparison('chat-routing.xpu.sh (not written yet)');
  await workbench.focusComparison();
  await look();
  await workbench.command('View: Close Editor');
  assert.deepEqual([...missing], []);
}

function commandTitles() {
  const { contributes } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
  return contributes.commands.map((/** @type {{ category: string, title: string }} */ one) => `${one.category}: ${one.title}`);
}

/** @param {Stage} stage */
async function walkthrough(stage) {
  const { workbench } = stage;
  await workbench.command('Welcome: Open Walkthrough...');
  await workbench.enterRow('From a guide to a benchmark scenario');
  await workbench.walkthroughSteps(['Open the example guide', 'Generate a scenario', 'Verify it']);
  await workbench.picture('walkthrough');
  await workbench.walkthroughButton('Open Example Guide');
  await workbench.agree('Copy the Example');
  await workbench.tab('values.yaml');
  assert.ok(exists(stage, 'llmdbench-example/guides/chat-routing/helmfile.yaml.gotmpl'));
  fs.rmSync(path.join(stage.workspace, 'llmdbench-example'), { recursive: true });
}
