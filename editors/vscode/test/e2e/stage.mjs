// What the steps of the test have in common: the workspace, and what is in it.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

export const guide = 'chat-routing/ms-chat-routing/values.yaml';
export const scenario = 'scenarios/guides/chat-routing.sh';
export const preview = 'chat-routing.sh.yaml';
export const variable = 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS';

/**
 * @typedef {object} Stage
 * @property {import('./feature-workbench.mjs').FeatureWorkbench} workbench
 * @property {string} workspace
 * @property {string} server path of the program
 */

/**
 * Settings of the workspace, in place of those that were set before.
 * @param {Stage} stage
 * @param {Record<string, unknown>} settings
 */
export function setWorkspace(stage, settings) {
  const folder = path.join(stage.workspace, '.vscode');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings));
}

/**
 * @param {Stage} stage
 * @param {string} file
 */
export function read(stage, file) {
  return fs.readFileSync(path.join(stage.workspace, file), 'utf8');
}

/**
 * @param {Stage} stage
 * @param {string} file
 */
export function exists(stage, file) {
  return fs.existsSync(path.join(stage.workspace, file));
}

/**
 * The line, counted from 1, that holds a text first.
 * @param {Stage} stage
 * @param {string} file
 * @param {string} text
 */
export function lineWith(stage, file, text) {
  const index = read(stage, file).split('\n').findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${file} has to hold "${text}"`);
  return index + 1;
}

/** @param {number} count */
export function setTo(count) {
  return new RegExp(`^export ${variable}=["']?${count}["']?\\s*(#.*)?$`, 'm');
}
