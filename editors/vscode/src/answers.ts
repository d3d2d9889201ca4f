// The answers of the server's commands. They come from another program, maybe
// of another version, so they are looked at before they are believed.
import type { Environment } from './environments';

export function environmentsOf(answer: unknown): Environment[] {
  const list = field(answer, 'environments');
  if (!Array.isArray(list)) {
    throw unexpected('environments');
  }
  return list.map((entry: unknown) => ({
    name: textOf(entry, 'name'),
    scenario: textOf(entry, 'scenario'),
    exists: field(entry, 'exists') === true,
  }));
}

/** A name that the server's catalogue knows. */
export interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
}

export function entriesOf(answer: unknown): Entry[] {
  const list = field(answer, 'entries');
  if (!Array.isArray(list)) {
    throw unexpected('entries');
  }
  return list.map((entry: unknown) => ({ kind: textOf(entry, 'kind'), name: textOf(entry, 'name'), summary: textOf(entry, 'summary') }));
}

/** What the server knows of the workspace. Counts are of files. */
export interface Knowledge {
  readonly version: string;
  readonly framework: string;
  readonly indexing: boolean;
  readonly truncated: boolean;
  readonly guides: number;
  readonly scenarios: number;
  readonly experiments: number;
}

export function knowledgeOf(answer: unknown): Knowledge {
  const count = (name: string): number => {
    const value = field(answer, name);
    return typeof value === 'number' ? value : 0;
  };
  return {
    version: textOf(answer, 'version'),
    framework: textOf(answer, 'framework'),
    indexing: field(answer, 'indexing') === true,
    truncated: field(answer, 'truncated') === true,
    guides: count('guides'),
    scenarios: count('scenarios'),
    experiments: count('experiments'),
  };
}

export interface Comparison {
  /** The URIs of the two sides. */
  readonly guide: string;
  readonly deployed: string;
  readonly title: string;
}

export function comparisonOf(answer: unknown): Comparison {
  return {
    guide: textOf(field(answer, 'guide'), 'uri'),
    deployed: textOf(field(answer, 'deployed'), 'uri'),
    title: textOf(answer, 'title'),
  };
}

/** A text that has to be there. */
export function textOf(answer: unknown, name: string): string {
  const value = field(answer, name);
  if (typeof value !== 'string') {
    throw unexpected(name);
  }
  return value;
}

export function field(answer: unknown, name: string): unknown {
  return typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
}

function unexpected(name: string): Error {
  return new Error(`The server's answer has no usable "${name}". Its version may not fit the extension's.`);
}

/** What to show of an error; the server's are sentences for the user. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
