// The commands that are about scenarios and the guides that they are made from.
import * as vscode from 'vscode';
import { environmentsOf, textOf } from './answers';
import { command, fileOf, openScenario } from './command';
import { eligible, environmentItems, reportName, scenarioName, type Environment, type Verb } from './environments';
import { isShell } from './ours';
import { proposalOf, type Proposals } from './proposals';
import type { Reports } from './report';
import type { Server } from './server';
import type { VerifyTree } from './verify';

// Menus name a file; the second argument of those of the explorer is the whole
// selection.
type Arguments = [file: unknown];

export class Commands {
  constructor(
    private readonly server: Server,
    private readonly reports: Reports,
    private readonly proposals: Proposals,
    private readonly tree: VerifyTree,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      command<Arguments>('llmdbench.generate', (file) => this.generate(fileOf(file))),
      command('llmdbench.writeScenario', () => this.proposals.write()),
      command<Arguments>('llmdbench.update', (file) => this.update(fileOf(file))),
      command<Arguments>('llmdbench.showReport', (file) => this.showReport(fileOf(file))),
      command<Arguments>('llmdbench.verify', (file) => this.verify(fileOf(file))),
      command('llmdbench.verifyRefresh', () => this.tree.refresh()),
      command('llmdbench.verifyFilter', () => this.tree.filter()),
      command('llmdbench.verifyDeployed', () => this.tree.compareDeployed(true)),
      command('llmdbench.verifyWritten', () => this.tree.compareDeployed(false)),
    );
  }

  private async generate(file: vscode.Uri): Promise<void> {
    const uri = file.toString();
    const environment = await this.choose(uri, 'generate');
    if (environment?.exists) {
      await this.offerExisting(uri, environment);
    } else if (environment !== undefined) {
      await this.make(file, environment);
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

  private async make(file: vscode.Uri, environment: Environment): Promise<void> {
    const uri = file.toString();
    if (!vscode.workspace.getConfiguration('llmdbench', file).get<boolean>('generate.preview', true)) {
      await this.write('generate', uri, environment);
      return;
    }
    const answer = await this.server.run('generate', { uri, environment: environment.name, preview: true });
    await this.proposals.propose(proposalOf(answer));
  }

  private async update(file: vscode.Uri): Promise<void> {
    const uri = file.toString();
    if (isShell(file.path)) {
      await this.server.run('update', { uri });
      return;
    }
    const environment = await this.choose(uri, 'update');
    if (environment !== undefined) {
      await this.write('update', uri, environment);
    }
  }

  private async showReport(file: vscode.Uri): Promise<void> {
    const uri = file.toString();
    const environment = await this.choose(uri, 'report');
    if (environment !== undefined) {
      const answer = await this.server.run('report', { uri, environment: environment.name });
      await this.reports.show(reportName(environment), textOf(answer, 'report'));
    }
  }

  private async verify(file: vscode.Uri): Promise<void> {
    const uri = file.toString();
    const environment = isShell(file.path) ? undefined : await this.choose(uri, 'verify');
    if (isShell(file.path) || environment !== undefined) {
      await this.tree.show({ uri, environment: environment?.name ?? '' });
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
      throw new Error(needsScenario(verb) ? 'This guide has no scenario yet. Generate one first.' : 'This file belongs to no environment of a guide.');
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

function needsScenario(verb: Verb): boolean {
  return verb === 'update' || verb === 'verify';
}

const titles: Record<Verb, string> = {
  generate: 'Generate Scenario from Guide',
  update: 'Update Scenario',
  report: 'Show Conversion Report',
  verify: 'Verify Scenario',
};
