import fc from 'fast-check';
import type { NewWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import { sealAll } from './seal-all.ts';
import type { TrialBalanceBooks } from './trial-balance-books.ts';

/** Accounts of every type, with Retained Earnings among them. */
export const ACCOUNTS = [
  '1000',
  '1500',
  '2500',
  '3000',
  '4000',
  '4110',
  '4810',
  '6000',
  '6610',
  '6910',
  '3900',
] as const;

/** Days on both sides of the ends of months, of calendar years and of years that begin in March. */
export const DATES = [
  '2025-02-28',
  '2025-11-30',
  '2025-12-31',
  '2026-01-01',
  '2026-02-14',
  '2026-02-15',
  '2026-06-30',
] as const;

/** What was posted: of two accounts, debit and credit, in one of the books or both, and taken back or not. */
export interface Posted {
  readonly date: string;
  readonly debit: (typeof ACCOUNTS)[number];
  readonly credit: (typeof ACCOUNTS)[number];
  readonly amount: number;
  readonly basis: 'both' | 'accrual' | 'cash';
  readonly tag: 'north' | 'south' | undefined;
  readonly takenBack: boolean;
}

const entry: fc.Arbitrary<Posted> = fc.record({
  date: fc.constantFrom(...DATES),
  debit: fc.constantFrom(...ACCOUNTS),
  credit: fc.constantFrom(...ACCOUNTS),
  amount: fc.integer({ min: 1, max: 1_000_000 }),
  basis: fc.constantFrom('both', 'accrual', 'cash'),
  tag: fc.constantFrom('north', 'south', undefined),
  takenBack: fc.boolean(),
});

export const randomEntries = fc.array(entry, { minLength: 1, maxLength: 14 });

/** New books that a list of entries makes, posted one after the other, half of them sealed. */
export async function postAll(
  books: TrialBalanceBooks,
  entries: readonly Posted[],
  wanted: Partial<NewWorkspace> = {},
): Promise<{ north: string; south: string }> {
  await books.open(wanted);
  const tags = { north: await books.addTag('north'), south: await books.addTag('south') };
  for (const [index, { date, debit, credit, amount, basis, tag, takenBack }] of entries.entries()) {
    const tagIds = tag === undefined ? [] : [tags[tag]];
    const post = (sign: number, of: object = {}) =>
      books.postEntry({
        effective: date,
        lines: [
          { account: debit, amount: sign * amount, basis, tagIds },
          { account: credit, amount: -sign * amount, basis, tagIds },
        ],
        ...of,
      });
    const entryId = await post(1);
    if (takenBack) await post(-1, { kind: 'reversal', reversesEntryId: entryId });
    if (index === Math.floor(entries.length / 2))
      await sealAll(books.server.database, books.workspace.workspaceId);
  }
  return tags;
}
