// The commands of the palette that are about scenarios.
import * as vscode from 'vscode';
import { environmentsOf, textOf } from './answers';
import { command } from './command';
import { eligible, environmentItems, reportName, scenarioName, type Environment, type Verb } from './environments';
import type { Reports } from './report';
import type { Server } from './server';

export class Commands {
  constructor(
    private readonly server: Server,
    private readonly reports: Reports,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      command('llmdbench.generate', () => this.generate()),
      command('llmdbench.update', () => this.update()),
      command('llmdbench.showReport', () => this.showReport()),
    );
  }

  private async generate(): Promise<void> {
    const uri = activeFile().toString();
    const environment = await this.choose(uri, 'generate');
    if (environment?.exists) {
      await this.offerExisting(uri, environment);
    } else if (environment !== undefined) {
      await this.write('generate', uri, environment);
    }
  }

  // The server never overwrites a scenario, so there is a choice to make.
  private async offerExisting(uri: string, environment: Environment): Promise<void> {
    const update = 'Update It';
    const open = 'Open It';
    const text = `${scenarioName(environment)} exists already.`;
    const choice = await vscode.window.showWarningMessage(text, update, open);
    if (choice === update) {
      await this.write('update', uri, environment);
    } else if (choice === open) {
      await openScenario(environment.scenario);
    }
  }

  private async update(): Promise<void> {
    const document = activeDocument();
    const uri = document.uri.toString();
    if (document.languageId === 'shellscript') {
      await this.server.run('update', { uri });
      return;
    }
    const environment = await this.choose(uri, 'update');
    if (environment !== undefined) {
      await this.write('update', uri, environment);
    }
  }

  private async showReport(): Promise<void> {
    const uri = activeFile().toString();
    const environment = await this.choose(uri, 'report');
    if (environment !== undefined) {
      const answer = await this.server.run('report', { uri, environment: environment.name });
      await this.reports.show(reportName(environment), textOf(answer, 'report'));
    }
  }

  private async write(verb: 'generate' | 'update', uri: string, environment: Environment): Promise<void> {
    const answer = await this.server.run(verb, { uri, environment: environment.name });
    await openScenario(textOf(answer, 'uri'));
  }

  // Undefined: the user gave up the choice.
  private async choose(uri: string, verb: Verb): Promise<Environment | undefined> {
    const all = environmentsOf(await this.server.run('environments', { uri }));
    const possible = eligible(all, verb);
    if (possible.length === 0) {
      throw new Error(verb === 'update' ? 'This guide has no scenario yet. Generate one first.' : 'This file belongs to no environment of a guide.');
    }
    if (possible.length === 1) {
      return possible[0];
    }
    const picked = await vscode.window.showQuickPick(environmentItems(possible, verb), {
      title: titles[verb],
      placeHolder: 'Environment of the guide',
    });
    return picked?.environment;
  }
}

const titles: Record<Verb, string> = {
  generate: 'Generate Scenario from Guide',
  update: 'Update Scenario',
  report: 'Show Conversion Report',
};

function activeDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    throw new Error('Open a file of a guide first.');
  }
  return document;
}

function activeFile(): vscode.Uri {
  return activeDocument().uri;
}

async function openScenario(uri: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document);
}
