// The documents that the server is told of, and those that are ours among the
// open ones.
import * as vscode from 'vscode';
import { lookedAt, oursOf, type Ours } from './ours';
import { viewScheme } from './views';

// VS Code has no language for Helm's templates, so helmfiles go by their name.
export const ownFiles = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', language: 'shellscript' },
  { scheme: 'file', pattern: '**/helmfile*.gotmpl' },
];

export const served = [...ownFiles, { scheme: viewScheme }];

export function oursOfDocument(document: vscode.TextDocument): Ours {
  if (document.uri.scheme !== 'file') {
    return '';
  }
  return oursOf(document.uri.path, document.getText().slice(0, lookedAt));
}

/** Whether a document is a reason to start the server. */
export function needsServer(document: vscode.TextDocument): boolean {
  return document.uri.scheme === viewScheme || oursOfDocument(document) !== '';
}
