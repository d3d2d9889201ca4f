// Ties everything together when VS Code activates the extension. That has to be
// quick, and starts no server: the first file of ours does, or a command.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import { findBinary, pathSetting, type Found } from './binary';
import { Commands } from './commands';
import { DeployedCommands } from './deployed';
import { Example } from './example';
import { Explanations } from './explain';
import { Issues } from './issue';
import { KnowledgeItem } from './knowledge';
import { MadeScenarios } from './made';
import { Presence } from './presence';
import { Previews } from './preview';
import { Proposals } from './proposals';
import { Reports } from './report';
import { Server } from './server';
import { statusLook, type ServerState } from './status';
import { VerifyTree } from './verify';

type Disposables = vscode.ExtensionContext['subscriptions'];

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('llmdbench', { log: true });
  const made = new MadeScenarios();
  const server = new Server(() => find(context.extensionPath), made, log);
  running = server;
  context.subscriptions.push(
    log,
    made,
    server,
    ...shownState(server),
    new Previews(server),
    new DeployedCommands(server).register(),
    new Example(context).register(),
    new Issues(server, context).register(),
    ...aboutScenarios(server),
    ...plainCommands(server, log),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(pathSetting) && !server.sleeps) {
        void server.restart();
      }
    }),
    new Presence(server),
  );
}

function aboutScenarios(server: Server): Disposables {
  const reports = new Reports();
  const proposals = new Proposals(reports);
  const tree = new VerifyTree(server);
  return [
    reports,
    proposals,
    tree,
    new Commands(server, reports, proposals, tree).register(),
    new Explanations(server, reports).register(),
  ];
}

function plainCommands(server: Server, log: vscode.LogOutputChannel): Disposables {
  return [
    vscode.commands.registerCommand('llmdbench.showLog', () => { log.show(); }),
    vscode.commands.registerCommand('llmdbench.restart', () => server.restart()),
    // The server offers a fix of everything as an action of this kind.
    vscode.commands.registerCommand('llmdbench.fixAll', () => vscode.commands.executeCommand(
      'editor.action.sourceAction', { kind: 'source.fixAll.llmdbench', apply: 'first' },
    )),
  ];
}

function shownState(server: Server): Disposables {
  const item = vscode.window.createStatusBarItem('llmdbench.server', vscode.StatusBarAlignment.Right);
  item.name = 'llmdbench server';
  item.command = 'llmdbench.showLog';
  return [item, new KnowledgeItem(server), server.onDidChange((state) => { show(state, item); })];
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

function show(state: ServerState, item: vscode.StatusBarItem): void {
  const look = statusLook(state);
  item.text = look.text;
  item.tooltip = look.tooltip;
  item.backgroundColor = look.failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.show();
}
