// Finds the server program. Knows nothing of VS Code, so that it can be tested
// for every platform on any of them.
import * as path from 'node:path';

export const programName = 'llmdbench-ls';
export const pathSetting = 'llmdbench.server.path';

/** Everything the search depends on. */
export interface Surroundings {
  readonly setting: string;
  readonly extensionFolder: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (file: string) => boolean;
}

export type Found = { readonly file: string } | { readonly problem: string };

/** The setting wins, then the program in the extension, then PATH. */
export function findBinary(around: Surroundings): Found {
  if (around.setting.trim() !== '') {
    return fromSetting(around);
  }
  const file = candidates(around).find(around.isExecutable);
  return file === undefined ? { problem: nothingFound } : { file };
}

const nothingFound =
  `The program ${programName} is neither part of this extension nor on PATH. ` +
  `Install it, or say where it is in the setting ${pathSetting}.`;

// A wrong setting is reported and not skipped: running another program than the
// one that was asked for is harder to notice than an error.
function fromSetting(around: Surroundings): Found {
  const paths = pathsOf(around.platform);
  const file = expandHome(around.setting.trim(), around);
  if (!paths.isAbsolute(file)) {
    return { problem: `The setting ${pathSetting} is "${file}", but has to be an absolute path.` };
  }
  if (!around.isExecutable(file)) {
    return { problem: `The setting ${pathSetting} names ${file}, which is not a program that can be run.` };
  }
  return { file };
}

function expandHome(file: string, around: Surroundings): string {
  return /^~[\\/]/.test(file) ? pathsOf(around.platform).join(around.home, file.slice(2)) : file;
}

function candidates(around: Surroundings): string[] {
  const paths = pathsOf(around.platform);
  const name = around.platform === 'win32' ? `${programName}.exe` : programName;
  return [
    paths.join(around.extensionFolder, 'bin', name),
    ...searchFolders(around).map((folder) => paths.join(folder, name)),
  ];
}

// Relative entries are left out: they would run a program that lies in
// whatever folder VS Code was started from.
function searchFolders(around: Surroundings): string[] {
  const paths = pathsOf(around.platform);
  return (around.env['PATH'] ?? '').split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
