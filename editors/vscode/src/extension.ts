// Starts the server when VS Code activates the extension, and ties it to the
// status bar, the commands and the settings.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import { findBinary, pathSetting, type Found } from './binary';
import { Commands } from './commands';
import { DeployedCommands } from './deployed';
import { MadeScenarios } from './made';
import { clientOptions } from './options';
import { Previews } from './preview';
import { Reports } from './report';
import { Server } from './server';
import { statusLook, type ServerState } from './status';

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('llmdbench', { log: true });
  const made = new MadeScenarios();
  const server = new Server(() => find(context.extensionPath), clientOptions(log, made), log);
  const reports = new Reports();
  const status = newStatusBarItem();
  running = server;
  context.subscriptions.push(
    log,
    made,
    server,
    reports,
    status,
    server.onDidChange((state) => { show(state, status); }),
    new Previews(server),
    new Commands(server, reports).register(),
    new DeployedCommands(server).register(),
    vscode.commands.registerCommand('llmdbench.showLog', () => { log.show(); }),
    vscode.commands.registerCommand('llmdbench.restart', () => server.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(pathSetting)) {
        void server.restart();
      }
    }),
  );
  void server.restart();
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

function find(extensionFolder: string): Found {
  const found = findBinary({
    setting: vscode.workspace.getConfiguration().get(pathSetting, ''),
    extensionFolder,
    home: os.homedir(),
    platform: process.platform,
    env: process.env,
    isExecutable,
  });
  if ('problem' in found) {
    void offerSetting(found.problem);
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

async function offerSetting(problem: string): Promise<void> {
  const open = 'Open Setting';
  if ((await vscode.window.showErrorMessage(problem, open)) === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', pathSetting);
  }
}

function newStatusBarItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('llmdbench.server', vscode.StatusBarAlignment.Right);
  item.name = 'llmdbench server';
  item.command = 'llmdbench.showLog';
  item.show();
  return item;
}

function show(state: ServerState, item: vscode.StatusBarItem): void {
  const look = statusLook(state);
  item.text = look.text;
  item.tooltip = look.tooltip;
  item.backgroundColor = look.failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  void vscode.commands.executeCommand('setContext', 'llmdbench.ready', state.kind === 'ready');
}
