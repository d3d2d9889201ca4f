// Scenarios that are shown before they are written: beside nothing, in a
// comparison, with a question.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { textOf } from './answers';
import { openScenario } from './command';
import type { Reports } from './report';

export const proposalScheme = 'llmdbench-new';

/** What would be written. */
interface Proposal {
  /** The URI of the scenario. */
  readonly uri: string;
  readonly text: string;
  readonly report: string;
}

export function proposalOf(answer: unknown): Proposal {
  return { uri: textOf(answer, 'uri'), text: textOf(answer, 'text'), report: textOf(answer, 'report') };
}

const write = 'Write Scenario';
const report = 'Show Report';

export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly known = new Map<string, Proposal>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this);
  readonly onDidChange = this.changed.event;

  constructor(private readonly reports: Reports) {}

  provideTextDocumentContent(uri: vscode.Uri): string {
    return uri.query === 'nothing' ? '' : (this.known.get(uri.path)?.text ?? '');
  }

  /** Shows a scenario, and asks whether to write it. */
  async propose(proposal: Proposal): Promise<void> {
    const shown = vscode.Uri.from({ scheme: proposalScheme, path: vscode.Uri.parse(proposal.uri).path });
    this.known.set(shown.path, proposal);
    this.changed.fire(shown);
    const name = path.posix.basename(shown.path);
    await vscode.commands.executeCommand('vscode.diff', shown.with({ query: 'nothing' }), shown, `${name} (not written yet)`, { preview: false });
    void this.ask(shown, name);
  }

  private async ask(shown: vscode.Uri, name: string): Promise<void> {
    const choice = await vscode.window.showInformationMessage(`Nothing is written yet. Write scenario ${name}?`, write, report);
    if (choice === write) {
      await this.write(shown).catch((error: unknown) => vscode.window.showErrorMessage(String(error)));
    } else if (choice === report) {
      await this.reports.show(`${name.replace(/\.sh$/, '')} report`, this.known.get(shown.path)?.report ?? '');
    }
  }

  /**
   * Writes the scenario that is shown, just as it is shown. A file that has come
   * to its place meanwhile stays as it is.
   */
  async write(shown = activeProposal()): Promise<void> {
    const proposal = shown === undefined ? undefined : this.known.get(shown.path);
    if (shown === undefined || proposal === undefined) {
      throw new Error('There is no new scenario in the active editor.');
    }
    const target = vscode.Uri.parse(proposal.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(target, { contents: Buffer.from(proposal.text), overwrite: false, ignoreIfExists: false });
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new Error(`${path.posix.basename(target.path)} was not written. Is there a file in its place?`);
    }
    this.known.delete(shown.path);
    await closeTabs(shown);
    await openScenario(proposal.uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

function activeProposal(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme ? input.modified : undefined;
}

async function closeTabs(shown: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === shown.toString());
  await vscode.window.tabGroups.close(ours);
}
