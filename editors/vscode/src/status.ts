// What the status bar says about the server.

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
