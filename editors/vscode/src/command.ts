// What the commands of the extension have in common.
import * as vscode from 'vscode';
import { messageOf } from './answers';

/** Registers a command; what it throws is shown to the user. */
export function command<Arguments extends unknown[]>(
  id: string,
  run: (...args: Partial<Arguments>) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: Partial<Arguments>) => {
    try {
      await run(...args);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  });
}

/** The file that a menu was opened on, else the one in the active editor. */
export function fileOf(chosen: unknown): vscode.Uri {
  const file = chosen instanceof vscode.Uri ? chosen : vscode.window.activeTextEditor?.document.uri;
  if (file === undefined) {
    throw new Error('Open a scenario or a file of a guide first.');
  }
  return file;
}

export async function openScenario(uri: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document, { preview: false });
}
