// The story that the test plays: from a guide to a scenario and back.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { playFeatures } from './features.mjs';
import { step, until } from './report.mjs';
import { guide, lineWith, preview, read, scenario, setTo, setWorkspace, variable } from './stage.mjs';
import { shownWide } from './workbench.mjs';

const other = 'scenarios/guides/chat-routing.gke.sh';
const helmfile = 'chat-routing/helmfile.yaml.gotmpl';
const third = 'scenarios/guides/chat-routing.istio.sh';
const typo = variable.replace('REPLICAS', 'REPLCAS');

/** @typedef {import('./stage.mjs').Stage} Stage */

/** @param {Stage} stage */
export async function play(stage) {
  const { workbench } = stage;
  const replicas = lineWith(stage, guide, 'replicas:');
  await step('a file of others starts nothing', () => openOther(stage));
  await step('the server is ready once a guide is open', async () => {
    await workbench.openFile(guide, replicas);
    await workbench.status(/llmdbench-ls.* is ready/);
    await workbench.picture('1-guide');
  });
  await step('a guide without a model says what is missing', () => missModel(stage));
  await step('the replica count is changed and not saved', () => changeReplicas(stage, replicas, 7));
  await step('the code action makes a scenario of the unsaved text', () => generateByCodeAction(stage));
  await step('a typo in a variable is found', () => makeTypo(stage));
  await step('the quick fix puts the name right', () => fixTypo(stage));
  await step('hover explains a variable', () => hoverOverVariable(stage));
  await step('the palette makes the scenario of another environment', () => generateByPalette(stage));
  await step('a scenario that exists is not overwritten', () => refuseToOverwrite(stage));
  await step('a changed guide updates its scenario', () => updateFromGuide(stage, replicas));
  await step('a scenario fetches the changes itself', () => updateFromScenario(stage, replicas));
  await step('a scenario that its guide has left behind is told of, until it is updated', () => catchUp(stage));
  await step('the helmfile, which has no language, offers the same', () => generateFromHelmfile(stage));
  await step('the report is shown', () => showReport(stage));
  const differences = await step('a lens counts what differs from the guide', () => countDifferences(stage));
  await step('the other lens opens the preview beside the scenario', () => previewByLens(stage));
  await step('the preview follows what is typed and not saved', () => typeBesidePreview(stage));
  await step('a line of the preview leads to the line of the scenario', () => goToScenario(stage));
  await step('the palette shows a part of the deployment', () => previewPart(stage));
  await step('the lens counts one more and opens the comparison', () => compareByLens(stage, differences + 1));
  await step('what is no scenario is not compared', () => refuseToCompare(stage));
  await playFeatures(stage);
  await step('a wrong path is reported, a right one starts the server', () => breakAndMend(stage));
}

// How long activation takes by the clock is printed and not judged: it is the
// machine's other work as well. The test of the packages judges it.
/** @param {Stage} stage */
async function openOther(stage) {
  const { workbench } = stage;
  await workbench.openFile('other.sh');
  await workbench.command('Developer: Show Running Extensions');
  const time = await until('the extension is active', () => workbench.activation());
  assert.deepEqual(await workbench.statuses(), [], 'no server may have started');
  console.log(`      activation: ${time} ms`);
  await workbench.command('View: Close All Editors');
}

/** @param {Stage} stage */
async function missModel(stage) {
  const { workbench } = stage;
  const model = read(stage, guide).match(/name: .*/)?.[0] ?? '';
  await workbench.openFile(guide, lineWith(stage, guide, model));
  await workbench.retypeLine('name: ""');
  await workbench.codeAction('Generate scenario from this guide', '1-no-model');
  await workbench.notification(/names no model/);
  assert.ok(!fs.existsSync(path.join(stage.workspace, scenario)), 'no scenario may be there');
  await workbench.goToLine(lineWith(stage, guide, model));
  await workbench.retypeLine(model);
}

/**
 * @param {Stage} stage
 * @param {number} line
 * @param {number} count
 */
async function changeReplicas(stage, line, count) {
  const before = read(stage, guide);
  await stage.workbench.openFile(guide, line);
  await stage.workbench.retypeLine(`replicas: ${count}`);
  await until('the editor is dirty', () => stage.workbench.isDirty());
  assert.equal(read(stage, guide), before, 'the guide on disk has to stay as it was');
}

/** @param {Stage} stage */
async function generateByCodeAction(stage) {
  const { workbench } = stage;
  await workbench.codeAction('Generate scenario from this guide', '2-code-action');
  await workbench.tab(path.basename(scenario));
  await workbench.save();
  await workbench.picture('3-scenario');
  const text = read(stage, scenario);
  assert.match(text, setTo(7));
  assert.match(text, /vllm serve/);
  assert.match(read(stage, guide), /^ {2}replicas: 3$/m, 'the guide on disk has to stay as it was');
}

/** @param {Stage} stage */
async function makeTypo(stage) {
  const { workbench } = stage;
  await workbench.showProblems();
  await workbench.openFile(scenario, lineWith(stage, scenario, variable));
  await workbench.retypeLine(`export ${typo}=7`);
  await workbench.problem(new RegExp(typo)).waitFor();
  await workbench.squiggle().waitFor();
  await workbench.picture('4-problem');
}

/** @param {Stage} stage */
async function fixTypo(stage) {
  const { workbench } = stage;
  await workbench.codeAction(new RegExp(`\\b${variable}\\b`), '5-quick-fix');
  // What was generated is right but for the typo.
  await workbench.noProblems();
  await workbench.save();
  assert.match(read(stage, scenario), setTo(7));
  assert.ok(!read(stage, scenario).includes(typo), 'the typo has to be gone');
}

/** @param {Stage} stage */
async function hoverOverVariable(stage) {
  const text = await stage.workbench.hover(variable);
  await stage.workbench.picture('6-hover');
  assert.match(text, /replica/i);
}

/** @param {Stage} stage */
async function generateByPalette(stage) {
  const { workbench } = stage;
  await workbench.openFile(guide);
  await workbench.command('llmdbench: Generate Scenario from Guide');
  await workbench.pick('gke', '7-environments');
  await workbench.comparison('chat-routing.gke.sh (not written yet)');
  await workbench.compares(/^$/, /^# Based on: .*chat-routing \(environment: gke\)$/m);
  await workbench.picture('8-not-written');
  assert.ok(!fs.existsSync(path.join(stage.workspace, other)), 'nothing may be written before it is asked for');
  const toast = await workbench.notification(/Write scenario chat-routing\.gke\.sh\?/);
  await workbench.picture('8-proposal', shownWide);
  await toast.getByRole('button', { name: 'Write Scenario' }).click();
  await workbench.written(path.basename(other));
  await workbench.picture('8-other-scenario');
  assert.match(read(stage, other), setTo(7));
}

/** @param {Stage} stage */
async function refuseToOverwrite(stage) {
  const { workbench } = stage;
  const before = read(stage, other);
  await workbench.openFile(guide);
  await workbench.command('llmdbench: Generate Scenario from Guide');
  await workbench.pick('gke', '9-environments');
  const toast = await workbench.notification(/chat-routing\.gke\.sh exists already/);
  await toast.getByRole('button', { name: 'Open It' }).click();
  await workbench.tab(path.basename(other));
  assert.equal(read(stage, other), before);
}

/**
 * @param {Stage} stage
 * @param {number} line
 */
async function updateFromGuide(stage, line) {
  const { workbench } = stage;
  await changeReplicas(stage, line, 9);
  await workbench.command('llmdbench: Update Scenario');
  await workbench.pick('default', '10-update');
  await workbench.tab(path.basename(scenario));
  await workbench.save();
  assert.match(read(stage, scenario), setTo(9));
}

/**
 * @param {Stage} stage
 * @param {number} line
 */
async function updateFromScenario(stage, line) {
  const { workbench } = stage;
  await changeReplicas(stage, line, 5);
  await workbench.openFile(scenario);
  await workbench.command('llmdbench: Update Scenario');
  await until('the scenario has changed', () => setTo(5).test(read(stage, scenario)) || workbench.isDirty());
  await workbench.save();
  assert.match(read(stage, scenario), setTo(5));
}

/** @param {Stage} stage */
async function catchUp(stage) {
  const { workbench } = stage;
  await workbench.problem(/do not say replicas: 7/).waitFor();
  await workbench.openFile(other);
  await workbench.command('llmdbench: Update Scenario');
  await workbench.noProblems();
  await workbench.save();
  assert.match(read(stage, other), setTo(5));
}

/** @param {Stage} stage */
async function generateFromHelmfile(stage) {
  const { workbench } = stage;
  await workbench.openFile(helmfile);
  await workbench.codeAction('Generate scenario from this guide (istio)', '11-helmfile');
  await workbench.tab(path.basename(third));
  await workbench.save();
  assert.match(read(stage, third), setTo(5));
  await workbench.noProblems();
}

/** @param {Stage} stage */
async function showReport(stage) {
  const { workbench } = stage;
  await workbench.openFile(guide);
  await workbench.command('llmdbench: Show Conversion Report');
  await workbench.pick('default', '12-report-of');
  await workbench.tab('chat-routing report');
  await until('the report has text', async () => (await workbench.visibleText()).trim() !== '');
  await workbench.picture('13-report');
}

// What the framework loses by its own faults counts as well.
/** @param {Stage} stage */
async function countDifferences(stage) {
  const { workbench } = stage;
  // The views to come are long.
  await workbench.command('View: Hide Panel');
  await workbench.openFile(scenario);
  // Not innerText, which is empty until the lens has faded in.
  const differences = Number((await workbench.lens(/^Differs from guide in \d/).textContent())?.match(/\d+/)?.[0]);
  assert.ok(differences > 0, 'the framework changes some of what the guide says');
  return differences;
}

/** @param {Stage} stage */
async function previewByLens(stage) {
  const { workbench } = stage;
  await workbench.lens(/^Preview deployed values$/).click();
  await workbench.shows(preview, /^ {2}replicas: 5$/m);
  // The settings of the test name this accelerator.
  await workbench.shows(preview, /^ {4}- H100$/m);
  assert.equal(await workbench.groupOf(path.basename(scenario)).count(), 1, 'the scenario has to stay on the screen');
  await workbench.picture('14-preview');
}

/** @param {Stage} stage */
async function typeBesidePreview(stage) {
  const { workbench } = stage;
  const before = read(stage, scenario);
  await workbench.goToLine(lineWith(stage, scenario, `export ${variable}`));
  await workbench.retypeLine(`export ${variable}=11`);
  await workbench.shows(preview, /^ {2}replicas: 11$/m);
  await workbench.picture('15-preview-typed');
  assert.equal(read(stage, scenario), before, 'the scenario on disk has to stay as it was');
}

/** @param {Stage} stage */
async function goToScenario(stage) {
  const { workbench } = stage;
  const line = lineWith(stage, scenario, `export ${variable}`);
  await workbench.goToLine(1);
  await workbench.goToDefinition(preview, 'replicas');
  await workbench.atLine(line);
  await workbench.picture('16-definition');
  await workbench.command('View: Join All Editor Groups');
  await workbench.tab(path.basename(scenario));
}

/** @param {Stage} stage */
async function previewPart(stage) {
  const { workbench } = stage;
  await workbench.openFile(scenario);
  await workbench.command('llmdbench: Preview Part of Deployed Values');
  await workbench.pick('Infra values', '17-parts');
  await workbench.shows(preview, /^# infra-values\.yaml: values for the infra chart$/m);
  await workbench.command('View: Join All Editor Groups');
}

/**
 * @param {Stage} stage
 * @param {number} differences
 */
async function compareByLens(stage, differences) {
  const { workbench } = stage;
  await workbench.openFile(scenario);
  await workbench.lens(new RegExp(`^Differs from guide in ${differences} places?$`)).click();
  await workbench.compares(/^decode\.replicas: 5$/m, /^decode\.replicas: 11$/m);
  await workbench.picture('18-comparison');
}

/** @param {Stage} stage */
async function refuseToCompare(stage) {
  const { workbench } = stage;
  await workbench.openFile('other.sh');
  await workbench.command('llmdbench: Compare with Guide');
  await workbench.notification(/this is not a scenario/);
}

/** @param {Stage} stage */
async function breakAndMend(stage) {
  const { workbench } = stage;
  await workbench.openFile(scenario);
  await workbench.command('llmdbench: Preview Deployed Values');
  await workbench.shows(preview, /^ {2}replicas: 5$/m);
  setServerPath(stage, '/nowhere/llmdbench-ls');
  const toast = await workbench.notification(/names \/nowhere\/llmdbench-ls/);
  await toast.getByRole('button', { name: 'Open Setting' }).waitFor();
  await workbench.status(/has stopped/);
  await workbench.shows(preview, /^# The server llmdbench-ls is not running\.$/m);
  await workbench.picture('19-no-server');
  setServerPath(stage, program(stage, 'silent', 'exec sleep 600'));
  await workbench.status(/is starting/);
  setServerPath(stage, program(stage, 'crash', 'exit 3'));
  await workbench.status(/has stopped/);
  await workbench.picture('20-crash');
  setServerPath(stage, stage.server);
  await workbench.status(/is ready/);
  await workbench.shows(preview, /^ {2}replicas: 5$/m);
}

/**
 * Writes a program that is no server; answers its path.
 * @param {Stage} stage
 * @param {string} name
 * @param {string} body
 */
function program(stage, name, body) {
  const file = path.join(stage.workspace, name);
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/**
 * @param {Stage} stage
 * @param {string} file
 */
function setServerPath(stage, file) {
  setWorkspace(stage, { 'llmdbench.server.path': file });
}
