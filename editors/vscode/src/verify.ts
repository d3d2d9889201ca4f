// The tree that holds a scenario against its guide: states, below them the
// guide's values, below each where it stands in the guide, in the scenario and
// in what is deployed.
import * as vscode from 'vscode';
import { describe, faults, groupsOf, nameOf, states, stepsOf, summary, tooltipOf, verificationOf, type Group, type Row, type Step, type Verification } from './rows';
import { oursOfDocument } from './selector';
import type { Server } from './server';

/** What a tree is about. */
export interface Target {
  readonly uri: string;
  readonly environment: string;
}

type Node =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'step'; readonly step: Step };

export const verifyView = 'llmdbench.verify';

export class VerifyTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly listener: vscode.Disposable;
  private verification: Verification | undefined;
  private target: Target | undefined;
  private hidden = new Set<string>();
  private deployed = false;

  constructor(private readonly server: Server) {
    this.view = vscode.window.createTreeView(verifyView, { treeDataProvider: this, showCollapseAll: true });
    this.listener = vscode.workspace.onDidSaveTextDocument((document) => {
      if (this.target !== undefined && oursOfDocument(document) !== '') {
        void this.refresh().catch(() => undefined);
      }
    });
  }

  /** Shows how a scenario stands, and brings the tree to the front. */
  async show(target: Target): Promise<void> {
    this.target = target;
    await this.refresh();
    await vscode.commands.executeCommand(`${verifyView}.focus`);
  }

  /** Asks the server anew. A problem is thrown as an error to show. */
  async refresh(): Promise<void> {
    const { target, deployed } = this;
    if (target === undefined) {
      return;
    }
    const answer = verificationOf(await this.server.run('verify', { ...target, deployed }));
    if (target === this.target) {
      this.verification = answer;
      this.draw();
    }
  }

  /** What is written, or what would be deployed, is compared from now on. */
  async compareDeployed(deployed: boolean): Promise<void> {
    this.deployed = deployed;
    await vscode.commands.executeCommand('setContext', 'llmdbench.verifyDeployed', deployed);
    await this.refresh();
  }

  /** Lets the user choose which states are shown. */
  async filter(): Promise<void> {
    const counts = new Map(groupsOf(this.verification?.rows ?? [], new Set()).map(({ state, rows }) => [state, rows.length]));
    const items = states.map(({ name, icon }) => ({
      label: name, description: String(counts.get(name) ?? 0), iconPath: new vscode.ThemeIcon(icon), picked: !this.hidden.has(name),
    }));
    const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, title: 'Show Values That Are ...' });
    if (chosen !== undefined) {
      const shown = new Set(chosen.map(({ label }) => label));
      this.hidden = new Set(states.map(({ name }) => name).filter((name) => !shown.has(name)));
      this.draw();
    }
  }

  private draw(): void {
    const { verification } = this;
    if (verification === undefined) {
      return;
    }
    const wrong = faults(verification.rows);
    this.view.description = nameOf(verification.scenario);
    this.view.message = summary(groupsOf(verification.rows, new Set()));
    this.view.badge = wrong === 0 ? undefined : { value: wrong, tooltip: `${String(wrong)} values are lost or different` };
    this.changed.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    switch (node?.kind) {
      case undefined:
        return groupsOf(this.verification?.rows ?? [], this.hidden).map((group) => ({ kind: 'group', group }));
      case 'group':
        return node.group.rows.map((row) => ({ kind: 'row', row }));
      case 'row':
        return stepsOf(node.row, this.verification?.preview ?? '').map((step) => ({ kind: 'step', step }));
      case 'step':
        return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node.group);
      case 'row':
        return rowItem(node.row, this.verification?.preview ?? '');
      case 'step':
        return stepItem(node.step);
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}

function groupItem(group: Group): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(group.state, group.fault ? Expanded : Collapsed);
  item.id = group.state;
  item.description = String(group.rows.length);
  item.iconPath = new vscode.ThemeIcon(group.icon);
  return item;
}

function rowItem(row: Row, preview: string): vscode.TreeItem {
  const item = new vscode.TreeItem(row.path, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = describe(row);
  item.tooltip = tooltipOf(row);
  const [first] = stepsOf(row, preview);
  if (first !== undefined) {
    item.command = opening(first);
  }
  return item;
}

function stepItem(step: Step): vscode.TreeItem {
  const item = new vscode.TreeItem(step.label);
  item.description = step.value;
  item.iconPath = new vscode.ThemeIcon(step.icon);
  item.command = opening(step);
  return item;
}

function opening(step: Step): vscode.Command {
  const at = new vscode.Position(step.line, step.character);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(at, at), preserveFocus: true };
  return { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.parse(step.uri), options] };
}
