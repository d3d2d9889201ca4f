// Loads a packaged extension and activates it, with nothing behind VS Code's
// API, and prints what that costs in milliseconds of the processor's time. Time
// by the clock would be that of the machine's other work.
import { createRequire } from 'node:module';
import Module from 'node:module';

/** @type {any} */
const nothing = new Proxy(function nothing() { return nothing; }, {
  get: (_target, name) => name === Symbol.toPrimitive ? () => '' : name === Symbol.iterator ? () => [][Symbol.iterator]() : nothing,
  // The bundle makes a copy of the module that has the module's prototype.
  getPrototypeOf: () => nothing,
  set: () => true,
  apply: () => nothing,
  construct: () => nothing,
});

/** @type {any} */
const modules = Module;
const load = modules._load;
modules._load = (/** @type {string} */ name, /** @type {unknown[]} */ ...more) => name === 'vscode' ? nothing : load(name, ...more);

const [file = ''] = process.argv.slice(2);
const before = process.cpuUsage();
const { activate } = createRequire(import.meta.url)(file);
activate({ subscriptions: [], extensionPath: '/', extensionUri: nothing, logUri: nothing, globalStorageUri: nothing, extension: nothing });
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);
process.exit(0);
