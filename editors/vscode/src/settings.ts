// The settings that are the server's business, in the shape it expects.

export interface ServerSettings {
  readonly scenarioFolder: string;
  readonly frameworkPath: string;
  readonly workarounds: boolean;
  readonly logLevel: string;
}

/** Reads one setting below `llmdbench`; undefined when there is none. */
export type ReadSetting = (key: string) => unknown;

export const defaults: ServerSettings = {
  scenarioFolder: 'scenarios/guides',
  frameworkPath: '',
  workarounds: false,
  logLevel: 'info',
};

/** What `initialize` carries; later the server asks for the section itself. */
export function serverSettings(read: ReadSetting): ServerSettings {
  return {
    scenarioFolder: text(read('scenarioFolder'), defaults.scenarioFolder),
    frameworkPath: text(read('frameworkPath'), defaults.frameworkPath),
    workarounds: read('workarounds') === true,
    logLevel: text(read('logLevel'), defaults.logLevel),
  };
}

// settings.json is typed by hand, so any value may have any type.
function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
