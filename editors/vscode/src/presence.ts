// Watches for files of ours: the first one starts the server, and the one in
// the active editor decides which commands are offered.
import * as vscode from 'vscode';
import { needsServer, oursOfDocument } from './selector';
import type { Server } from './server';

export class Presence implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  private here = false;

  constructor(private readonly server: Server) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => { this.look(document); }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => { this.look(document); this.tell(document); }),
      vscode.window.onDidChangeActiveTextEditor((editor) => { this.tell(editor?.document); }),
    );
    vscode.workspace.textDocuments.forEach((document) => { this.look(document); });
    this.tell(vscode.window.activeTextEditor?.document);
  }

  private look(document: vscode.TextDocument): void {
    if (!this.here && needsServer(document)) {
      this.here = true;
      void vscode.commands.executeCommand('setContext', 'llmdbench.here', true);
      this.server.wake();
    }
  }

  private tell(document: vscode.TextDocument | undefined): void {
    if (document === vscode.window.activeTextEditor?.document) {
      void vscode.commands.executeCommand('setContext', 'llmdbench.file', document === undefined ? '' : oursOfDocument(document));
    }
  }

  dispose(): void {
    this.listeners.dispose();
  }
}
