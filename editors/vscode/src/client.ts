// The language client. Its library is the largest part of the extension, so
// this file is only loaded when a server is to be started.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  State,
  TextDocumentContentRequest,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { clientOptions } from './options';
import type { MadeScenarios } from './made';
import type { ServerState } from './status';

export type Client = LanguageClient;

export interface ClientPlan {
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
  readonly made: MadeScenarios;
  /** Whether a client is still the one in use. */
  readonly inUse: (client: LanguageClient) => boolean;
  readonly changed: (state: ServerState) => void;
}

export function newClient(plan: ClientPlan): LanguageClient {
  const server = { command: plan.program, args: ['serve'] };
  const client: LanguageClient = new LanguageClient('llmdbench', 'llmdbench', server, {
    ...clientOptions(plan.log, plan.made),
    errorHandler: {
      error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
      // A client that was given up must not bring its server back.
      closed: () => plan.inUse(client) ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true },
    },
  } satisfies LanguageClientOptions);
  const usual = client.createDefaultErrorHandler();
  client.onDidChangeState(({ newState }) => { void tell(plan, client, newState); });
  return client;
}

// A client says that it runs before its server knows the open documents.
async function tell(plan: ClientPlan, client: LanguageClient, state: State): Promise<void> {
  if (state === State.Running) {
    await client.start().catch(() => undefined);
  }
  if (plan.inUse(client) && client.state === state) {
    plan.changed(stateOf(client, state));
  }
}

function stateOf(client: LanguageClient, state: State): ServerState {
  switch (state) {
    case State.Running:
      return { kind: 'ready', version: client.initializeResult?.serverInfo?.version };
    case State.Starting:
      return { kind: 'starting' };
    default:
      return { kind: 'stopped', problem: 'the connection to it is closed.' };
  }
}

export function isRunning(client: LanguageClient): boolean {
  return client.state === State.Running;
}

export async function execute(client: LanguageClient, command: string, argument: object): Promise<unknown> {
  return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] });
}

export async function content(client: LanguageClient, uri: string): Promise<unknown> {
  return client.sendRequest(TextDocumentContentRequest.type, { uri });
}
