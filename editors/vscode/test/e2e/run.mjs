// End-to-end test: the packaged extension and the real server in a real
// workbench, driven by a browser. LLMDBENCH_ARTIFACTS names a folder for
// screenshots.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { chromium } from 'playwright-core';
import { CodeServer } from './code-server.mjs';
import { FeatureWorkbench } from './feature-workbench.mjs';
import { buildServer, copyGuides, installCodeServer, packageExtension } from './prepare.mjs';
import { step } from './report.mjs';
import { play } from './steps.mjs';

const minute = 60_000;

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'llmdbench-e2e-'));
const pictures = process.env['LLMDBENCH_ARTIFACTS'] ?? fs.mkdtempSync(path.join(os.tmpdir(), 'llmdbench-pictures-'));

/** @type {CodeServer | undefined} */
let codeServer;

// However the test ends, nothing of it goes on running.
process.on('exit', cleanUp);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => { process.exit(130); });
}

try {
  await main();
  console.log('passed');
  process.exit(0);
} catch (error) {
  console.log(error instanceof Error ? error.stack : error);
  console.log(`log of the extension:\n${codeServer?.log() ?? ''}`);
  console.log('failed');
  process.exit(1);
}

async function main() {
  fs.mkdirSync(pictures, { recursive: true });
  console.log(`screenshots go to ${pictures}`);
  const folder = await step('code-server and Chromium are installed', installCodeServer, 20 * minute);
  const server = await step('the server is built', () => buildServer(temporary), 10 * minute);
  const vsix = await step('the extension is packaged', () => packageExtension(temporary), 3 * minute);
  const workspace = copyGuides(temporary);
  const running = new CodeServer(folder, temporary);
  codeServer = running;
  await step('the extension is installed', () => running.install(vsix));
  running.writeSettings({ 'llmdbench.server.path': server, 'llmdbench.cluster.accelerator': 'gpu.product:H100' });
  await step('code-server is up', () => running.start());
  await inBrowser(async (workbench) => {
    await step('the workbench is up', () => workbench.open(running.url, workspace));
    await play({ workbench, workspace, server });
  });
}

/** @param {(workbench: FeatureWorkbench) => Promise<void>} use */
async function inBrowser(use) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const workbench = new FeatureWorkbench(page, pictures);
  try {
    await use(workbench);
  } catch (error) {
    // The page may be what failed; its first error is the one to see.
    await workbench.picture('failure').catch(() => undefined);
    throw error;
  } finally {
    await browser.close();
  }
}

function cleanUp() {
  codeServer?.stop();
  // The group may write for a moment after it was killed.
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
