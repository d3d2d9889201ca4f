// Takes out of a text what is nobody else's business: where files lie, who the
// user is, addresses, secrets. Knows nothing of VS Code.

/** What is taken out by name, before anything that only looks like a path. */
export interface Private {
  readonly home: string;
  readonly user: string;
  /** Workspace folders. */
  readonly folders: readonly string[];
}

/** The text with placeholders in place of what is private. */
export function redact(text: string, known: Private): string {
  let clean = text;
  const folders = [...known.folders].sort((a, b) => b.length - a.length);
  for (const folder of folders.filter((one) => one.length > 1)) {
    clean = clean.replaceAll(folder, '<folder>').replaceAll(encodeURI(folder), '<folder>');
  }
  if (known.home.length > 1) {
    clean = clean.replaceAll(known.home, '<home>');
  }
  for (const { what, word } of shapes) {
    clean = clean.replaceAll(what, word);
  }
  if (known.user.length > 2) {
    clean = clean.replaceAll(known.user, '<user>');
  }
  return clean;
}

// What follows a placeholder of a folder goes as well: names of files may say
// as much as those of folders.
const shapes: readonly { readonly what: RegExp; readonly word: string }[] = [
  { what: /\bhf_\w{8,}/g, word: '<secret>' },
  { what: /\b(?:[A-Za-z0-9+_-]{40,})(?![/\w])/g, word: '<secret>' },
  { what: /\b\w[\w.+-]*@[\w-]+(?:\.[\w-]+)+/g, word: '<address>' },
  { what: /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>),]*(?:<(?:folder|home)>[^\s"'),]*)?/gi, word: '<uri>' },
  { what: /<(?:folder|home)>(?:[\\/][^\s"':),]*)?/g, word: '<path>' },
  { what: /\b[A-Za-z]:\\[^\s"':),]*/g, word: '<path>' },
  { what: /(?<![\w<>.])~?\/(?:[^\s"':),/]+\/)*[^\s"':),/]+/g, word: '<path>' },
  { what: /\b\d{1,3}(?:\.\d{1,3}){3}\b/g, word: '<address>' },
];

/** The last lines of a text. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split(/\r?\n/).slice(-lines).join('\n');
}

/** A setting: its value where that can tell nothing, else only whether it is set. */
export function settingLine(name: string, value: unknown, usual: unknown): string {
  if (JSON.stringify(value) === JSON.stringify(usual)) {
    return '';
  }
  const plain = typeof value === 'boolean' || typeof value === 'number' || name === 'llmdbench.logLevel' || name === 'llmdbench.severity' || name.startsWith('llmdbench.trace.');
  return `${name}: ${plain ? JSON.stringify(value) : '(set)'}`;
}
