import { isUuid } from '../platform/text.ts';
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

/**
 * Puts the account that a row names by UUID as well as in words: the UUID decides where it is one of these books. Words that
 * then mean another account are refused.
 */
export function putAccount(
  draft: Draft,
  path: string,
  { account, accountUuid }: { readonly account?: Cell | undefined; readonly accountUuid?: Cell | undefined },
  references: References,
): void {
  const [known] =
    accountUuid && isUuid(accountUuid.value) ? references.meant('account', accountUuid.value) : [];
  if (known === undefined) {
    putNamed(draft, { path, kind: 'account' }, account ?? accountUuid, references);
    return;
  }
  const named = account ? references.meant('account', account.value) : new Set();
  if (account && named.size > 0 && !named.has(known))
    draft.fail(account, `must name the account that ${accountUuid!.column} names`, path);
  else draft.put(path, accountUuid, known);
}

const QUOTED_LIST = /^"(?:[^"]|"")*"(?:\s*;\s*"(?:[^"]|"")*")*$/;

/** The names in a cell that may hold several: `a; b`, or `"a; b"; "c"`, as `formatNames` writes them. */
export function namesIn(text: string): string[] {
  const names = QUOTED_LIST.test(text)
    ? [...text.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1]!.replaceAll('""', '"'))
    : text.split(/[;|]/);
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/** Puts the ids of all that a cell names. What is a name as a whole is not taken apart, unless it is in quotes. */
export function putAllNamed(
  draft: Draft,
  { path, kind }: Target,
  cell: Cell | undefined,
  references: References,
): void {
  if (!cell) return;
  const isOne = !QUOTED_LIST.test(cell.value) && references.meant(kind, cell.value).size > 0;
  const ids: string[] = [];
  for (const name of isOne ? [cell.value] : namesIn(cell.value)) {
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
