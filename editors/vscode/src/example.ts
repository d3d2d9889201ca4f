// The example guide of the walkthrough. What comes with the extension must not
// be changed, so it is copied to where the user can work on it.
import * as vscode from 'vscode';
import { command } from './command';

const folderName = 'llmdbench-example';
const firstFile = ['guides', 'chat-routing', 'ms-chat-routing', 'values.yaml'];

export class Example {
  constructor(private readonly context: vscode.ExtensionContext) {}

  register(): vscode.Disposable {
    return command('llmdbench.openExample', () => this.open());
  }

  private async open(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder === undefined) {
      const copy = await this.copyTo(this.context.globalStorageUri);
      await vscode.commands.executeCommand('vscode.openFolder', copy);
      return;
    }
    const copy = vscode.Uri.joinPath(folder, folderName);
    if (await exists(copy) || await this.mayCopy(copy)) {
      await vscode.window.showTextDocument(vscode.Uri.joinPath(await this.copyTo(folder), ...firstFile), { preview: false });
    }
  }

  private async mayCopy(copy: vscode.Uri): Promise<boolean> {
    const yes = 'Copy the Example';
    const text = `The example guide is copied into the folder ${folderName} of this workspace.`;
    return (await vscode.window.showInformationMessage(text, { modal: true, detail: copy.fsPath }, yes)) === yes;
  }

  // A copy that is there already is kept: the user may have changed it.
  private async copyTo(folder: vscode.Uri): Promise<vscode.Uri> {
    const copy = vscode.Uri.joinPath(folder, folderName);
    if (!(await exists(copy))) {
      await vscode.workspace.fs.createDirectory(folder);
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(this.context.extensionUri, 'example'), copy);
    }
    return copy;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
