import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NewEntry, postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { addDays } from '../../platform/dates.ts';
import { sealWorkspace } from '../seals/seal-workspace.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';
import { ALL_DAYS, type DaySpan, dimensionSums, postedSums, sealedSums, UNTAGGED } from './posted-sums.ts';

const FIRST = '2027-11-25';
const DAYS = 130;
const dayOf = (offset: number) => addDays(FIRST, offset);

let clone: TestDatabase;
let workspaceId: string;
/** Of each day: what its one entry comes to, and whether it has a seal. */
const entries = Array.from({ length: DAYS }, (_, offset) => ({
  day: dayOf(offset),
  amount: 3 ** (offset % 20) + offset,
}));
const SEALED = 90;
const KNOWN_SEAL = 60;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  workspaceId = await createWorkspace(clone.database, { name: 'Spans', currency: 'USD' });
  // Every third day first, so that what has no seal, or a later one, lies between what has.
  const shuffled = [0, 1, 2].flatMap((rest) => entries.filter((_, offset) => offset % 3 === rest));
  entries.splice(0, DAYS, ...shuffled);
  for (const [index, { day, amount }] of entries.entries()) {
    const lines: NewEntry['lines'] = [
      { account: '1000', amount },
      { account: '4000', amount: -amount },
    ];
    await postEntry(clone.database, workspaceId, { effective: day, lines });
    if (index + 1 === SEALED) await sealWorkspace(clone.database, workspaceId);
  }
});
afterAll(() => clone.close());

/** The sums of one account, by the text of a subquery. */
async function sumOf(
  subquery: string,
  account: string,
  values: readonly unknown[] = [],
): Promise<bigint | null> {
  const [row] = await clone.database.read(workspaceId, (transaction) =>
    transaction.query<{ sum: string | null }>(
      `SELECT sum(p.base_amount)::text AS sum FROM ${subquery} AS p JOIN account a ON a.workspace_id = $1 AND a.id = p.account_id
        WHERE a.account_number = '${account}'`,
      [workspaceId, ...values],
    ),
  );
  return row!.sum === null ? null : BigInt(row!.sum);
}

function expected(first: string, last: string, among = entries): bigint | null {
  const amounts = among.filter(({ day }) => day >= first && day <= last).map(({ amount }) => BigInt(amount));
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0n);
}

const negated = (amount: bigint | null) => (amount === null ? null : -amount);

describe('the sums of some days', () => {
  const span: DaySpan = { first: '$2::date', last: '$3::date' };
  const offset = fc.integer({ min: -40, max: DAYS + 40 });

  it('are those of the entries of these days, sealed or not, wherever in their months the days begin and end', async () => {
    await fc.assert(
      fc.asyncProperty(offset, offset, async (from, to) => {
        const days = [dayOf(from), dayOf(to)] as const;
        expect(await sumOf(postedSums(span), '1000', days)).toBe(expected(...days));
        const untagged = `(SELECT * FROM ${dimensionSums('tag', span)} AS d WHERE d.dimension_id = '${UNTAGGED}')`;
        expect(await sumOf(untagged, '4000', days)).toBe(negated(expected(...days)));
      }),
      { numRuns: 150 },
    );
  });

  it('are as of a seal those of the entries up to it', async () => {
    const sealed = entries.slice(0, KNOWN_SEAL);
    await fc.assert(
      fc.asyncProperty(offset, offset, async (from, to) => {
        const days = [dayOf(from), dayOf(to)] as const;
        expect(await sumOf(sealedSums(KNOWN_SEAL, span), '1000', days)).toBe(expected(...days, sealed));
      }),
      { numRuns: 60 },
    );
  });

  it('begin and end on the first and last days of months, and of the calendar', async () => {
    for (const days of [
      ['2027-12-01', '2027-12-31'],
      ['2027-12-01', '2028-02-29'],
      ['2027-11-30', '2028-03-01'],
      ['2028-02-29', '2028-02-29'],
      ['0001-01-01', '9999-12-31'],
    ] as const) {
      const [first, last] = days;
      expect(await sumOf(postedSums(span), '1000', days)).toBe(expected(first, last));
    }
    expect(await sumOf(postedSums(ALL_DAYS), '1000')).toBe(expected('0001-01-01', '9999-12-31'));
  });
});
