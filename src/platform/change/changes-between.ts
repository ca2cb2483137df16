import { isDeepStrictEqual } from 'node:util';

/** What an update changed, field by field, for the audit log. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** The fields of a record that differ after an update; empty where none does. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const changed = Object.keys(after).filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

/** What a deletion changed: every field of the record, so that the audit log keeps what is gone. */
export function changesOfDeletion(record: Readonly<Record<string, unknown>>): Changes {
  return Object.fromEntries(Object.entries(record).map(([field, from]) => [field, { from, to: null }]));
}
