// The text of the documents that show what a scenario deploys.
import * as vscode from 'vscode';
import { messageOf } from './answers';
import type { Server } from './server';
import { asComment, viewScheme } from './views';

// The language client has such a provider too: it follows every keystroke, but
// is there only while a server runs. This one stays, so that open previews say
// when the server is gone, and are asked for anew from the next one, which has
// to be asked before it tells of changes.
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(viewScheme, this),
      server.onDidChange(({ kind }) => {
        if (kind !== 'starting') {
          this.refresh();
        }
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      return await this.server.content(uri.toString());
    } catch (error) {
      return asComment(messageOf(error));
    }
  }

  private refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === viewScheme) {
        this.changed.fire(uri);
      }
    }
  }

  dispose(): void {
    this.registrations.dispose();
    this.changed.dispose();
  }
}
