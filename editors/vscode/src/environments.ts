// The environments of a guide as the server lists them, and how they look in a
// list to choose from.
import * as path from 'node:path';

export interface Environment {
  readonly name: string;
  readonly scenario: string;
  readonly exists: boolean;
}

export interface EnvironmentItem {
  readonly label: string;
  readonly description: string;
  readonly environment: Environment;
}

/** One row for each environment; `verb` says what choosing it does. */
export function environmentItems(environments: readonly Environment[], verb: Verb): EnvironmentItem[] {
  return environments.map((environment) => ({
    label: environment.name,
    description: describe(environment, verb),
    environment,
  }));
}

export type Verb = 'generate' | 'update' | 'report' | 'verify';

function describe(environment: Environment, verb: Verb): string {
  const file = scenarioName(environment);
  return verb === 'generate' && environment.exists ? `${file} (exists)` : file;
}

/** The environments that a command can work on. */
export function eligible(environments: readonly Environment[], verb: Verb): readonly Environment[] {
  return verb === 'update' || verb === 'verify' ? environments.filter((environment) => environment.exists) : environments;
}

/** The file name of the scenario, without its folders. */
export function scenarioName(environment: Environment): string {
  return decodeURIComponent(path.posix.basename(environment.scenario));
}

/** What the report of an environment is called in its editor tab. */
export function reportName(environment: Environment): string {
  return `${scenarioName(environment).replace(/\.sh$/, '')} report`;
}
