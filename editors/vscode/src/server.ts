// Runs the server: starts it when it is needed, restarts it, says how it is.
import * as vscode from 'vscode';
import { messageOf, textOf } from './answers';
import type { Found } from './binary';
import type { Client } from './client';
import type { MadeScenarios } from './made';
import type { ServerState } from './status';

/** How long a server may take to answer its first request. */
const patience = 30_000;

type Library = typeof import('./client.js');

export class Server implements vscode.Disposable {
  private client: Client | undefined;
  private library: Library | undefined;
  private asleep = true;
  private queue: Promise<void> = Promise.resolve();
  private interrupt: () => void = () => undefined;
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly find: () => Found,
    private readonly made: MadeScenarios,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Starts the server, unless that was done before. */
  wake(): void {
    if (this.asleep) {
      void this.restart();
    }
  }

  /** Whether nothing has needed the server so far. */
  get sleeps(): boolean {
    return this.asleep;
  }

  /** Starts the server, or stops it and starts it anew. */
  restart(): Promise<void> {
    this.asleep = false;
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

  /**
   * Runs a command of the server, which is started for it where nothing has
   * done so before; a problem is thrown as an error to show.
   */
  async run(command: string, argument: object): Promise<unknown> {
    this.wake();
    await this.queue;
    const { library, client } = this.running();
    return library.execute(client, `llmdbench-ls.${command}`, argument);
  }

  /** The text of a document that the server makes up. */
  async content(uri: string): Promise<string> {
    const { library, client } = this.running();
    return textOf(await library.content(client, uri), 'text');
  }

  private running(): { library: Library; client: Client } {
    const { library, client } = this;
    if (library === undefined || client === undefined || !library.isRunning(client)) {
      throw new Error('The server llmdbench-ls is not running.');
    }
    return { library, client };
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
    const library = await import('./client.js');
    this.library = library;
    const client = library.newClient({
      program: found.file,
      log: this.log,
      made: this.made,
      inUse: (one) => one === this.client,
      changed: (state) => { this.changed.fire(state); },
    });
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
