// Tells at a glance whether a document may be a scenario or a part of a guide.
// The server knows better; this decides whether it is needed at all. Knows
// nothing of VS Code.

export type Ours = 'scenario' | 'guide' | 'settings' | '';

/** How much of a document is looked at, in characters. */
export const lookedAt = 256 * 1024;

/**
 * What a document is to us by its path, slash-separated, and its text; '' for
 * one that the server has nothing to say about.
 */
export function oursOf(path: string, text: string): Ours {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isShell(name)) {
    return text.includes('LLMDBENCH_') ? 'scenario' : '';
  }
  if (name === '.llmdbench.yaml') {
    return 'settings';
  }
  if (isHelmfile(name)) {
    return 'guide';
  }
  return isYaml(name) && mayBeGuide(path, text) ? 'guide' : '';
}

/** Helmfiles by their names, as Helmfile itself knows them. */
export function isHelmfile(name: string): boolean {
  return name.startsWith('helmfile') && (name.endsWith('.gotmpl') || isYaml(name));
}

/** Shell scripts by their names or paths. */
export function isShell(name: string): boolean {
  return name.endsWith('.sh') || name.endsWith('.bash');
}

function isYaml(name: string): boolean {
  return name.endsWith('.yaml') || name.endsWith('.yml');
}

// Words that values for the charts, configs of the endpoint picker and
// experiments do not do without. Workloads say "containers" like all others, so
// it takes the name of a model server beside it.
const guideWords = ['modelArtifacts', 'inferenceExtension', 'inferencePool', 'parallelism:', 'EndpointPickerConfig', 'LLMDBENCH_'];
const serverWords = ['vllm', 'llm-d', 'sglang', 'trtllm', 'tensorrt'];

function mayBeGuide(path: string, text: string): boolean {
  const hasOne = (words: readonly string[], where: string): boolean => words.some((word) => where.includes(word));
  if (hasOne(guideWords, text)) {
    return true;
  }
  const container = text.includes('containers') || path.includes('/kustomization.');
  return container && hasOne(serverWords, `${path}\n${text}`);
}
