// Lets the user choose a name that the server's catalogue knows, and shows what
// the catalogue says about it.
import * as vscode from 'vscode';
import { entriesOf, textOf, type Entry } from './answers';
import { command } from './command';
import type { Reports } from './report';
import type { Server } from './server';

interface Item extends vscode.QuickPickItem {
  readonly entry: Entry;
}

/** The icons of the kinds of names that are not as plain as others. */
const icons: Readonly<Record<string, string>> = {
  variable: 'symbol-variable',
  'container variable': 'symbol-constant',
  plugin: 'plug',
  'plugin parameter': 'symbol-parameter',
  preset: 'file-code',
  harness: 'dashboard',
  profile: 'graph-line',
};

export class Explanations {
  constructor(
    private readonly server: Server,
    private readonly reports: Reports,
  ) {}

  register(): vscode.Disposable {
    return command('llmdbench.explain', () => this.explain());
  }

  private async explain(): Promise<void> {
    const word = wordAtCursor();
    const entries = entriesOf(await this.server.run('catalogue', { uri: '' }));
    const entry = await choose(entries, entries.some(({ name }) => name === word) ? word : '');
    if (entry !== undefined) {
      const answer = await this.server.run('explain', { uri: '', kind: entry.kind, name: entry.name });
      await this.reports.showMarkdown(entry.name, textOf(answer, 'markdown'));
    }
  }
}

async function choose(entries: readonly Entry[], word: string): Promise<Entry | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = 'Explain Variable';
  picker.placeholder = 'A variable, flag, plugin, preset, load generator or workload profile';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = entries.map(itemOf);
  picker.value = word;
  try {
    return await new Promise<Entry | undefined>((resolve) => {
      picker.onDidAccept(() => { resolve(picker.selectedItems[0]?.entry); });
      picker.onDidHide(() => { resolve(undefined); });
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

function itemOf(entry: Entry): Item {
  const icon = new vscode.ThemeIcon(icons[entry.kind] ?? 'symbol-property');
  return { label: entry.name, description: entry.kind, detail: entry.summary, iconPath: icon, entry };
}

// Flags begin with dashes, which no language counts as part of a word.
function wordAtCursor(): string {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active, /-{0,2}[\w][\w.-]*/);
  return range === undefined ? '' : (editor?.document.getText(range) ?? '').replace(/^REPLACE_ENV_/, '');
}
