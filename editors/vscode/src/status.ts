// What the status bar says about the server.
import type { Knowledge } from './answers';

export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly version: string | undefined }
  | { readonly kind: 'stopped'; readonly problem: string | undefined };

export interface StatusLook {
  readonly text: string;
  readonly tooltip: string;
  readonly failed: boolean;
}

const showsLog = 'Click to see the log.';

export function statusLook(state: ServerState): StatusLook {
  switch (state.kind) {
    case 'starting':
      return { text: '$(sync~spin) llmdbench', tooltip: `llmdbench-ls is starting. ${showsLog}`, failed: false };
    case 'ready':
      return { text: '$(check) llmdbench', tooltip: `${named(state.version)} is ready. ${showsLog}`, failed: false };
    case 'stopped':
      return { text: '$(error) llmdbench', tooltip: stopped(state.problem), failed: state.problem !== undefined };
  }
}

function named(version: string | undefined): string {
  return version === undefined ? 'llmdbench-ls' : `llmdbench-ls ${version}`;
}

function stopped(problem: string | undefined): string {
  const what = problem === undefined ? 'llmdbench-ls has stopped.' : `llmdbench-ls has stopped: ${problem}`;
  return `${what} ${showsLog}`;
}

/** What the server knows of the workspace, in a few words and in a few more. */
export function knowledgeLook(knowledge: Knowledge | undefined): { readonly text: string; readonly detail: string } {
  if (knowledge === undefined) {
    return { text: 'llmdbench', detail: 'the server does not run' };
  }
  const { version, framework, guides, scenarios, experiments, indexing, truncated } = knowledge;
  const counts = [counted(guides, 'guide file'), counted(scenarios, 'scenario')];
  if (experiments > 0) {
    counts.push(counted(experiments, 'experiment'));
  }
  const doubts = [indexing ? 'still looking' : '', truncated ? 'more than is looked through' : ''].filter((doubt) => doubt !== '');
  return {
    text: [counts.join(', '), ...doubts].join('; '),
    detail: `server ${version}, ${framework}`,
  };
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
