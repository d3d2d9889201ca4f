// The item behind the braces in the status bar, which files of ours have: what
// the server knows of the workspace, and whether it is still looking.
import * as vscode from 'vscode';
import { knowledgeOf, type Knowledge } from './answers';
import { ownFiles } from './selector';
import type { Server } from './server';
import { knowledgeLook, type ServerState } from './status';

/** How long to wait before the server is asked again while it looks around, in milliseconds. */
const pause = 500;

export class KnowledgeItem implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('llmdbench.knowledge', ownFiles);
  private readonly listeners: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item.name = 'llm-d benchmark';
    this.item.command = { title: 'Show Log', command: 'llmdbench.showLog' };
    this.listeners = vscode.Disposable.from(
      server.onDidChange((state) => { this.follow(state); }),
      vscode.workspace.onDidSaveTextDocument(() => { this.later(); }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => { this.later(); }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('llmdbench')) {
          this.later();
        }
      }),
    );
    this.draw(undefined);
  }

  private follow(state: ServerState): void {
    this.item.severity = state.kind === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    if (state.kind === 'ready') {
      void this.ask();
    } else {
      this.draw(undefined, state.kind === 'starting');
    }
  }

  private async ask(): Promise<void> {
    if (this.server.sleeps) {
      return;
    }
    try {
      const knowledge = knowledgeOf(await this.server.run('status', {}));
      this.draw(knowledge);
      if (knowledge.indexing) {
        this.later();
      }
    } catch {
      // A server that is gone tells of it itself.
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { void this.ask(); }, pause);
  }

  private draw(knowledge: Knowledge | undefined, busy = false): void {
    const look = knowledgeLook(knowledge);
    this.item.text = look.text;
    this.item.detail = look.detail;
    this.item.busy = busy || (knowledge?.indexing ?? false);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.dispose();
    this.item.dispose();
  }
}
