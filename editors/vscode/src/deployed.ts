// The commands that show what a scenario deploys.
import * as vscode from 'vscode';
import { comparisonOf, textOf } from './answers';
import { command, fileOf } from './command';
import type { Server } from './server';
import { parts } from './views';

// The file is named by lenses and by the button of an editor, and a view by
// lenses alone: the button's second argument is something else.
type Arguments = [file: unknown, view: unknown];

export class DeployedCommands {
  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      command<Arguments>('llmdbench.preview', (file, view) => this.preview(fileOf(file), typeof view === 'string' ? view : 'all')),
      command<Arguments>('llmdbench.previewPart', (file) => this.previewPart(fileOf(file))),
      command<Arguments>('llmdbench.compare', (file) => this.compare(fileOf(file))),
    );
  }

  private async preview(file: vscode.Uri, view: string): Promise<void> {
    // The server would show it in the scenario's place.
    const answer = await this.server.run('preview', { uri: file.toString(), view, show: false });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(textOf(answer, 'uri')));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  private async previewPart(file: vscode.Uri): Promise<void> {
    const part = await vscode.window.showQuickPick(parts, {
      title: 'Preview Part of Deployed Values',
      placeHolder: 'Part of the deployment',
    });
    if (part !== undefined) {
      await this.preview(file, part.view);
    }
  }

  private async compare(file: vscode.Uri): Promise<void> {
    const { guide, deployed, title } = comparisonOf(await this.server.run('compare', { uri: file.toString() }));
    await vscode.commands.executeCommand('vscode.diff', vscode.Uri.parse(guide), vscode.Uri.parse(deployed), title);
  }
}
