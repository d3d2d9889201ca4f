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
