// Shows conversion reports and explanations as documents that cannot be edited
// and never ask to be saved.
import * as vscode from 'vscode';

const scheme = 'llmdbench-report';

export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  /** Shows a report; one of the same name that is open gets the new text. */
  async show(name: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.keep(name, text));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Shows Markdown as it is meant to look, or as it is written where nothing here can do that. */
  async showMarkdown(name: string, text: string): Promise<void> {
    const uri = this.keep(`${name.replaceAll('/', ' ')}.md`, text);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
  }

  private keep(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
