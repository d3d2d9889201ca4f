// Shows the scenario that a code action makes or changes. VS Code itself edits
// a file that nobody sees, and a command that comes with an action is lost when
// the menu of actions is gone before the action has been resolved or applied.
import * as vscode from 'vscode';

/** How long after an action was resolved its edit may come. */
const patience = 10_000;

export class MadeScenarios implements vscode.Disposable {
  private awaited: { readonly uri: string; readonly until: number } | undefined;
  private readonly listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && this.isAwaited(document.uri)) {
      this.awaited = undefined;
      void vscode.window.showTextDocument(document, { preview: false });
    }
  });

  /** Shows this file as soon as it changes, if that is soon. */
  expect(uri: vscode.Uri): void {
    this.awaited = { uri: uri.toString(), until: Date.now() + patience };
  }

  private isAwaited(uri: vscode.Uri): boolean {
    return this.awaited?.uri === uri.toString() && Date.now() <= this.awaited.until;
  }

  dispose(): void {
    this.listener.dispose();
  }
}
