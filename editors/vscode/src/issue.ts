// Writes the text for a report of a problem. Nothing is sent: the text is
// opened, and what becomes of it is up to the user.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { knowledgeOf, messageOf } from './answers';
import { command } from './command';
import { redact, settingLine, tail, type Private } from './redact';
import type { Server } from './server';

/** How many lines of the log go into a report. */
const logLines = 40;

export class Issues {
  constructor(
    private readonly server: Server,
    private readonly context: vscode.ExtensionContext,
  ) {}

  register(): vscode.Disposable {
    return command('llmdbench.reportIssue', () => this.report());
  }

  private async report(): Promise<void> {
    const known = privateThings();
    const text = [
      '# Report of a problem',
      'Nothing of this has been sent. Read it, add what is missing, and take out what you would rather keep to yourself.',
      '## What happened, and what should have\n\n',
      `## Versions\n\n${redact(await this.versions(), known)}`,
      `## Settings that are changed\n\n${settings(this.context.extension)}`,
      `## The end of the log\n\n\`\`\`\n${redact(tail(this.log(), logLines), known)}\n\`\`\``,
    ].join('\n\n');
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: `${text}\n` });
    await vscode.window.showTextDocument(document);
  }

  private async versions(): Promise<string> {
    const { version } = this.context.extension.packageJSON as { version: string };
    return [
      `- extension ${version}`,
      `- server: ${await this.serverVersion()}`,
      `- ${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName === undefined ? 'local' : 'remote'}`,
      `- ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    ].join('\n');
  }

  private async serverVersion(): Promise<string> {
    try {
      const { version, framework, guides, scenarios } = knowledgeOf(await this.server.run('status', {}));
      return `${version}; ${framework}; ${String(guides)} guide files, ${String(scenarios)} scenarios`;
    } catch (error) {
      return messageOf(error);
    }
  }

  // VS Code keeps the text of an output channel in a file of its name.
  private log(): string {
    try {
      return fs.readFileSync(path.join(this.context.logUri.fsPath, 'llmdbench.log'), 'utf8');
    } catch {
      return '(there is no log)';
    }
  }
}

function settings(extension: vscode.Extension<unknown>): string {
  const { contributes } = extension.packageJSON as { contributes: { configuration: { properties: Record<string, { default?: unknown }> } } };
  const all = vscode.workspace.getConfiguration();
  const lines = Object.entries(contributes.configuration.properties)
    .map(([name, property]) => settingLine(name, all.get(name), property.default))
    .filter((line) => line !== '');
  return lines.length === 0 ? 'none' : lines.map((line) => `- ${line}`).join('\n');
}

function privateThings(): Private {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return { home: os.homedir(), user: os.userInfo().username, folders };
}
