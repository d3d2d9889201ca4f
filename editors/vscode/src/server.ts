// Runs the server: starts it, restarts it, says how it is.
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
import { messageOf, textOf } from './answers';
import type { Found } from './binary';
import type { ServerState } from './status';

/** How long a server may take to answer its first request. */
const patience = 30_000;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private interrupt: () => void = () => undefined;
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly find: () => Found,
    private readonly options: LanguageClientOptions,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Starts the server, or stops it and starts it anew. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.shutDown();
      await this.start();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.shutDown());
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Runs a command of the server; a problem is thrown as an error to show. */
  async run(command: string, argument: object): Promise<unknown> {
    return this.running().sendRequest(ExecuteCommandRequest.type, {
      command: `llmdbench-ls.${command}`,
      arguments: [argument],
    });
  }

  /** The text of a document that the server makes up. */
  async content(uri: string): Promise<string> {
    const answer = await this.running().sendRequest(TextDocumentContentRequest.type, { uri });
    return textOf(answer, 'text');
  }

  private running(): LanguageClient {
    if (this.client?.state !== State.Running) {
      throw new Error('The server llmdbench-ls is not running.');
    }
    return this.client;
  }

  // One after the other: two restarts at once would leave a process behind.
  private enqueue(step: () => Promise<void>): Promise<void> {
    this.interrupt();
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private async start(): Promise<void> {
    this.changed.fire({ kind: 'starting' });
    const found = this.find();
    if ('problem' in found) {
      this.log.error(found.problem);
      this.changed.fire({ kind: 'stopped', problem: found.problem });
      return;
    }
    this.log.info(`starting ${found.file}`);
    const client = this.newClient(found.file);
    this.client = client;
    try {
      await this.patiently(client.start());
    } catch (error) {
      this.changed.fire({ kind: 'stopped', problem: messageOf(error) });
      await this.shutDown();
    }
  }

  // Any program can be named in the setting, even one that never answers.
  private patiently(started: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error('it does not answer.')); }, patience);
      this.interrupt = () => { reject(new Error('it was stopped while it started.')); };
      started.then(resolve, reject).finally(() => { clearTimeout(timer); });
    });
  }

  private newClient(command: string): LanguageClient {
    const client: LanguageClient = new LanguageClient('llmdbench', 'llmdbench', { command, args: ['serve'] }, {
      ...this.options,
      errorHandler: {
        error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown }),
        // A client that was given up must not bring its server back.
        closed: () => client === this.client ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true },
      },
    });
    const usual = client.createDefaultErrorHandler();
    client.onDidChangeState(({ newState }) => { void this.tell(client, newState); });
    return client;
  }

  // A client says that it runs before its server knows the open documents.
  private async tell(client: LanguageClient, state: State): Promise<void> {
    if (state === State.Running) {
      await client.start().catch(() => undefined);
    }
    if (client === this.client && client.state === state) {
      this.changed.fire(stateOf(client, state));
    }
  }

  private async shutDown(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // One that never came up, or crashed, cannot be asked to stop.
      this.log.debug(`stopping the server: ${messageOf(error)}`);
      client?.serverProcess?.kill();
    }
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
