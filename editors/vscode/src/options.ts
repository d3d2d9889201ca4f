// What the language client is told: which files, which settings, and how to
// show the scenario that a code action has made and the views behind lenses.
import * as vscode from 'vscode';
import {
  RevealOutputChannelOn,
  type ExecuteCommandSignature,
  type LanguageClientOptions,
  type ResolveCodeActionSignature,
} from 'vscode-languageclient/node';
import { field, messageOf, textOf } from './answers';
import type { MadeScenarios } from './made';
import { serverSettings } from './settings';
import { served } from './selector';
import { shownBy } from './views';

export function clientOptions(log: vscode.LogOutputChannel, made: MadeScenarios): LanguageClientOptions {
  return {
    documentSelector: served,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => {
      const settings = vscode.workspace.getConfiguration('llmdbench');
      return serverSettings((key) => settings.get(key));
    },
    // The server asks for the section itself, but has to hear of changes.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    synchronize: { configurationSection: 'llmdbench' },
    middleware: { resolveCodeAction: resolving(made), executeCommand: executing },
  };
}

type ResolveCodeAction = (
  item: vscode.CodeAction,
  token: vscode.CancellationToken,
  next: ResolveCodeActionSignature,
) => Promise<vscode.CodeAction>;

// VS Code keeps to itself why an action that was chosen cannot be carried out.
function resolving(made: MadeScenarios): ResolveCodeAction {
  return async (item, token, next) => {
    try {
      return showLater((await next(item, token)) ?? item, made);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
      throw error;
    }
  };
}

// The server asks to show the file that an action has made by a command.
function showLater(action: vscode.CodeAction, made: MadeScenarios): vscode.CodeAction {
  if (action.command?.command === 'llmdbench-ls.show') {
    made.expect(vscode.Uri.parse(textOf(action.command.arguments?.[0], 'uri')));
    delete action.command;
  }
  return action;
}

// What a lens shows opens where the command of the palette would open it.
function executing(command: string, args: unknown[], next: ExecuteCommandSignature): vscode.ProviderResult<unknown> {
  const here = shownBy(command);
  if (here === undefined) {
    return next(command, args);
  }
  const [argument] = args;
  return vscode.commands.executeCommand(here, vscode.Uri.parse(textOf(argument, 'uri')), field(argument, 'view'));
}
