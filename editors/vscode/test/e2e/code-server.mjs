// Runs code-server with folders of its own, so that nothing of the user's is
// read or changed.
import { execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { until } from './report.mjs';

const run = promisify(execFile);

export class CodeServer {
  /**
   * @param {string} folder where code-server is installed
   * @param {string} temporary
   */
  constructor(folder, temporary) {
    this.program = path.join(folder, 'out', 'node', 'entry.js');
    this.data = path.join(temporary, 'data');
    this.folders = [
      '--user-data-dir', this.data,
      '--extensions-dir', path.join(temporary, 'extensions'),
      '--config', path.join(temporary, 'config.yaml'),
    ];
    this.environment = {
      ...process.env,
      XDG_CONFIG_HOME: path.join(temporary, 'xdg-config'),
      XDG_DATA_HOME: path.join(temporary, 'xdg-data'),
    };
    this.settings = path.join(this.data, 'User', 'settings.json');
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.process = undefined;
    this.url = '';
    this.output = '';
  }

  /** @param {string} vsix */
  async install(vsix) {
    const options = { env: this.environment };
    await run(process.execPath, [this.program, ...this.folders, '--install-extension', vsix], options);
  }

  /** @param {Record<string, unknown>} settings */
  writeSettings(settings) {
    fs.mkdirSync(path.dirname(this.settings), { recursive: true });
    fs.writeFileSync(this.settings, JSON.stringify({ ...quietWorkbench, ...settings }, null, 2));
  }

  async start() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}/`;
    // A group of its own: extension hosts and servers are children of children.
    this.process = spawn(process.execPath, [
      this.program, ...this.folders,
      '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`,
      '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust',
    ], { env: this.environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.on('data', (text) => { this.output += text; });
    this.process.stderr?.on('data', (text) => { this.output += text; });
    await until('code-server answers', () => this.answers());
  }

  async answers() {
    if (this.process?.exitCode !== null) {
      throw new Error(`code-server ended: ${this.output}`);
    }
    try {
      return (await fetch(`${this.url}healthz`)).ok;
    } catch {
      return false;
    }
  }

  /** What the extension wrote to its output channel. */
  log() {
    const files = fs.existsSync(this.data) ? fs.readdirSync(this.data, { recursive: true, encoding: 'utf8' }) : [];
    return files
      .filter((file) => /llmdbench[^/]*\.log$/.test(file))
      .map((file) => fs.readFileSync(path.join(this.data, file), 'utf8'))
      .join('\n');
  }

  stop() {
    const pid = this.process?.pid;
    if (pid !== undefined) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // The whole group is gone already.
      }
    }
  }
}

const quietWorkbench = {
  'chat.commandCenter.enabled': false,
  'editor.autoClosingBrackets': 'never',
  'editor.gotoLocation.multipleDefinitions': 'goto',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.confirmBeforeClose': 'never',
  'workbench.editor.enablePreview': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address ? address.port : 0); });
    });
  });
}
