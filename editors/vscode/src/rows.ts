// A scenario held against its guide, as the server tells it and as the tree
// shows it. Knows nothing of VS Code.
import { field, textOf } from './answers';

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where a value stands, and what it is. */
export interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly value: string;
}

/** A line of the preview of all that is deployed, counted from 0. */
export interface DeployedLine {
  readonly line: number;
  readonly value: string;
}

export interface Row {
  readonly path: string;
  readonly state: string;
  readonly note: string;
  readonly variable: string;
  readonly want: string;
  readonly guide: Place | undefined;
  readonly scenario: Place | undefined;
  readonly deployed: DeployedLine | undefined;
}

export interface Verification {
  /** URIs. */
  readonly scenario: string;
  readonly preview: string;
  readonly rows: readonly Row[];
}

export function verificationOf(answer: unknown): Verification {
  const rows = field(answer, 'rows');
  return {
    scenario: textOf(answer, 'scenario'),
    preview: textOf(answer, 'preview'),
    rows: (Array.isArray(rows) ? rows : []).map(rowOf),
  };
}

function rowOf(entry: unknown): Row {
  const optional = (name: string): string => {
    const value = field(entry, name);
    return typeof value === 'string' ? value : '';
  };
  return {
    path: textOf(entry, 'path'),
    state: textOf(entry, 'state'),
    note: optional('note'),
    variable: optional('variable'),
    want: optional('want'),
    guide: placeOf(field(entry, 'guide')),
    scenario: placeOf(field(entry, 'scenario')),
    deployed: lineOf(field(entry, 'deployed')),
  };
}

function placeOf(entry: unknown): Place | undefined {
  const range = field(entry, 'range');
  const start = positionOf(field(range, 'start'));
  const end = positionOf(field(range, 'end'));
  return start === undefined || end === undefined ? undefined : { uri: textOf(entry, 'uri'), range: { start, end }, value: textOf(entry, 'value') };
}

function positionOf(entry: unknown): Position | undefined {
  const line = field(entry, 'line');
  const character = field(entry, 'character');
  return typeof line === 'number' && typeof character === 'number' ? { line, character } : undefined;
}

function lineOf(entry: unknown): DeployedLine | undefined {
  const line = field(entry, 'line');
  return typeof line === 'number' ? { line, value: textOf(entry, 'value') } : undefined;
}

/** What may become of a value, the worst first, and the icon that shows it. */
export const states: readonly { readonly name: string; readonly icon: string; readonly fault: boolean }[] = [
  { name: 'lost', icon: 'error', fault: true },
  { name: 'differs', icon: 'diff-modified', fault: true },
  { name: 'carried', icon: 'pass', fault: false },
  { name: 'equal by default', icon: 'pass-filled', fault: false },
  { name: 'left to the framework', icon: 'circle-outline', fault: false },
  { name: 'not mappable', icon: 'circle-slash', fault: false },
];

export interface Group {
  readonly state: string;
  readonly icon: string;
  readonly fault: boolean;
  readonly rows: readonly Row[];
}

/** The rows by their states, without those that are hidden and empty ones. */
export function groupsOf(rows: readonly Row[], hidden: ReadonlySet<string>): Group[] {
  const known = states.map(({ name }) => name);
  const others = [...new Set(rows.map(({ state }) => state))].filter((state) => !known.includes(state));
  const all = [...states, ...others.map((name) => ({ name, icon: 'question', fault: false }))];
  return all
    .map(({ name, icon, fault }) => ({ state: name, icon, fault, rows: rows.filter(({ state }) => state === name) }))
    .filter((group) => group.rows.length > 0 && !hidden.has(group.state));
}

/** How many rows there are of each state: "2 differs, 67 carried". */
export function summary(groups: readonly Group[]): string {
  return groups.map(({ state, rows }) => `${String(rows.length)} ${state}`).join(', ');
}

/** How many rows are lost or different. */
export function faults(rows: readonly Row[]): number {
  return groupsOf(rows, new Set()).filter(({ fault }) => fault).reduce((sum, group) => sum + group.rows.length, 0);
}

/** One of the places of a row. */
export interface Step {
  readonly label: string;
  readonly value: string;
  readonly icon: string;
  readonly uri: string;
  /** Counted from 0. */
  readonly line: number;
  readonly character: number;
}

/** From the guide over the scenario to what is deployed, as far as a row goes. */
export function stepsOf(row: Row, preview: string): Step[] {
  const at = (icon: string, place: Place | undefined): Step[] => place === undefined ? [] : [{
    label: `${nameOf(place.uri)}:${String(place.range.start.line + 1)}`, value: place.value, icon, uri: place.uri, ...place.range.start,
  }];
  const { deployed } = row;
  return [
    ...at('book', row.guide),
    ...at('terminal', row.scenario),
    ...(deployed === undefined ? [] : [{
      label: `deployed values:${String(deployed.line + 1)}`, value: deployed.value, icon: 'rocket', uri: preview, line: deployed.line, character: 0,
    }]),
  ];
}

/** What a row says at its right, and what a mouse that rests on it is told. */
export function describe(row: Row): string {
  const said = row.scenario?.value ?? '';
  if (row.guide === undefined) {
    return row.note;
  }
  return row.state === 'differs' && said !== '' ? `${row.guide.value} → ${said}` : row.guide.value;
}

export function tooltipOf(row: Row): string {
  const lines = [row.path, row.state];
  if (row.want !== '') {
    lines.push(`expected: ${row.want}`);
  }
  return [...lines, row.note, row.variable].filter((line) => line !== '').join('\n');
}

/** The last part of a URI, decoded. */
export function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
