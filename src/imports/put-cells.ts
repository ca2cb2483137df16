import type { Cell, Draft } from './draft.ts';
import type { ReferenceKind } from './map-columns.ts';
import { type DecimalSign, readAmount } from './read-cells.ts';
import type { References } from './references.store.ts';

/** Where the id of what a cell names goes. */
interface Target {
  readonly path: string;
  readonly kind: ReferenceKind;
}

/** Puts the id of what a cell names. */
export function putNamed(
  draft: Draft,
  { path, kind }: Target,
  cell: Cell | undefined,
  references: References,
): void {
  if (!cell) return;
  const found = references.find(kind, cell.value);
  if ('id' in found) draft.put(path, cell, found.id);
  else draft.fail(cell, found.problem, path);
}

/** The names in a cell that may hold several: `a; b`. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[;|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Puts the ids of all that a cell names. */
export function putAllNamed(
  draft: Draft,
  { path, kind }: Target,
  cell: Cell | undefined,
  references: References,
): void {
  if (!cell) return;
  const ids: string[] = [];
  for (const name of namesIn(cell.value)) {
    const found = references.find(kind, name);
    if ('id' in found) ids.push(found.id);
    else draft.fail(cell, found.problem);
  }
  draft.put(path, cell, ids);
}

export function putTaxes(draft: Draft, cell: Cell | undefined, references: References): void {
  putAllNamed(draft, { path: 'taxUuids', kind: 'tax' }, cell, references);
}

const STATES: Readonly<Record<string, string>> = {
  yes: 'active',
  true: 'active',
  no: 'inactive',
  false: 'inactive',
  archived: 'inactive',
  deleted: 'inactive',
  'made inactive': 'inactive',
};

/** Puts `active` or `inactive`, in whatever words it is said. */
export function putState(draft: Draft, cell: Cell | undefined): void {
  const word = cell?.value.toLowerCase() ?? '';
  draft.put('status', cell, Object.hasOwn(STATES, word) ? STATES[word] : word);
}

/** Puts the digits of an amount. */
export function putAmount(draft: Draft, path: string, cell: Cell | undefined, decimals: DecimalSign): void {
  if (!cell) return;
  const read = readAmount(cell.value, decimals);
  if ('value' in read) draft.put(path, cell, read.value);
  else draft.fail(cell, read.problem, path);
}
