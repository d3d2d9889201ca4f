// The views of what a scenario deploys, as the server names them.

/** The scheme of the documents that show them. */
export const viewScheme = 'llmdbench-preview';

export interface Part {
  readonly label: string;
  readonly description: string;
  readonly view: string;
}

/** The parts of a deployment that can be shown by themselves. */
export const parts: readonly Part[] = [
  { label: 'Modelservice values', description: 'ms-values.yaml', view: 'ms' },
  { label: 'Inferencepool values', description: 'gaie-values.yaml', view: 'gaie' },
  { label: 'Infra values', description: 'infra-values.yaml', view: 'infra' },
  { label: 'Command lines', description: 'command.sh', view: 'command' },
];

/** Commands of the server that show a view, by the command that does it here. */
const shownHere: Readonly<Record<string, string>> = {
  'llmdbench-ls.preview': 'llmdbench.preview',
  'llmdbench-ls.compare': 'llmdbench.compare',
};

export function shownBy(serverCommand: string): string | undefined {
  return Object.hasOwn(shownHere, serverCommand) ? shownHere[serverCommand] : undefined;
}

/** A sentence in place of a view; it leaves YAML and shell text valid. */
export function asComment(sentence: string): string {
  return sentence.split(/\r?\n/).map((line) => `# ${line}\n`).join('');
}
