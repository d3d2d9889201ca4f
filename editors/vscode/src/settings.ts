// The settings that are the server's business, in the shape it expects.

export interface ServerSettings {
  readonly scenarioFolder: string;
  readonly frameworkPath: string;
  readonly guideRoots: readonly string[];
  readonly workarounds: boolean;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  readonly logLevel: string;
  readonly severity: Readonly<Record<string, string>>;
  readonly cluster: ClusterSettings;
}

/** What the framework would ask a live cluster. */
export interface ClusterSettings {
  readonly accelerator: string;
  readonly network: string;
  readonly namespace: string;
  readonly storageClass: string;
  readonly user: string;
  readonly admin: boolean;
  readonly openshift: boolean;
  readonly token: boolean;
}

/** Reads one setting below `llmdbench`; undefined when there is none. */
export type ReadSetting = (key: string) => unknown;

export const defaults: ServerSettings = {
  scenarioFolder: 'scenarios/guides',
  frameworkPath: '',
  guideRoots: [],
  workarounds: false,
  inlayHints: true,
  codeLens: true,
  logLevel: 'info',
  severity: {},
  cluster: {
    accelerator: 'nvidia.com/gpu.product:X',
    network: '',
    namespace: '',
    storageClass: '',
    user: 'root',
    admin: true,
    openshift: false,
    token: false,
  },
};

/** What `initialize` carries; later the server asks for the section itself. */
export function serverSettings(read: ReadSetting): ServerSettings {
  return {
    scenarioFolder: text(read('scenarioFolder'), defaults.scenarioFolder),
    frameworkPath: text(read('frameworkPath'), defaults.frameworkPath),
    guideRoots: list(read('guideRoots'), defaults.guideRoots),
    workarounds: flag(read('workarounds'), defaults.workarounds),
    inlayHints: flag(read('inlayHints'), defaults.inlayHints),
    codeLens: flag(read('codeLens'), defaults.codeLens),
    logLevel: text(read('logLevel'), defaults.logLevel),
    severity: texts(read('severity'), defaults.severity),
    cluster: clusterSettings((key) => read(`cluster.${key}`), defaults.cluster),
  };
}

function clusterSettings(read: ReadSetting, otherwise: ClusterSettings): ClusterSettings {
  return {
    accelerator: text(read('accelerator'), otherwise.accelerator),
    network: text(read('network'), otherwise.network),
    namespace: text(read('namespace'), otherwise.namespace),
    storageClass: text(read('storageClass'), otherwise.storageClass),
    user: text(read('user'), otherwise.user),
    admin: flag(read('admin'), otherwise.admin),
    openshift: flag(read('openshift'), otherwise.openshift),
    token: flag(read('token'), otherwise.token),
  };
}

// settings.json is typed by hand, so any value may have any type.
function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function texts(value: unknown, otherwise: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) {
    return otherwise;
  }
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function list(value: unknown, otherwise: readonly string[]): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : otherwise;
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}
