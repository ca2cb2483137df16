import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPosting } from '../posting/posting.ts';
import { type OwnLine, recognisedLines } from './recognised-lines.ts';
import { relievedBase } from './relief.ts';
import { allocate, type Items, type NewAllocation, postCashMovement, type SettledItem } from './settle.ts';

const ownLine = (amount: bigint, more: Partial<OwnLine> = {}): OwnLine => ({
  accountId: 'sales',
  currency: 'USD',
  amount,
  baseAmount: amount,
  customerId: 'aimee',
  vendorId: null,
  productId: null,
  projectId: null,
  taxId: null,
  taxBase: null,
  tagIds: [],
  ...more,
});

const invoice = (lines: readonly OwnLine[], id = 'invoice'): SettledItem => {
  const sum = lines.reduce((total, { amount }) => total + amount, 0n);
  const total = sum < 0n ? -sum : sum;
  return {
    id,
    total,
    baseTotal: total,
    settled: 0n,
    cashSettled: 0n,
    cash: { kind: 'document', lines },
    movesCash: true,
  };
};

const payment = (total: bigint, id = 'payment'): SettledItem => ({
  id,
  total,
  baseTotal: total,
  settled: 0n,
  cashSettled: 0n,
  cash: { kind: 'on-account', accountId: 'credits', customerId: 'aimee' },
  movesCash: true,
});

const itemsOf = (...items: SettledItem[]): Items => new Map(items.map((item) => [item.id, item]));

/** Lines of an invoice, deductions among them, whose sum is owed. */
const lines = fc
  .array(fc.tuple(fc.bigInt(-500n, 100_000n), fc.option(fc.bigInt(0n, 100_000n))), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(([amount, taxBase], index) =>
      ownLine(-amount, { productId: `product ${index}`, taxBase: taxBase === null ? null : -taxBase }),
    ),
  )
  .filter((drawn) => drawn.reduce((sum, { amount }) => sum - amount, 0n) > 0n);

describe('what the cash book holds of a document', () => {
  it('is nothing before it is settled, its own lines after, and always what is settled', () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (own, part) => {
        const total = -own.reduce((sum, { amount }) => sum + amount, 0n);
        const settled = (total * BigInt(Math.round(part * 1_000_000))) / 1_000_000n;
        const zero = recognisedLines(own, 0n);
        expect(zero.every(({ amount, taxBase }) => amount === 0n && (taxBase ?? 0n) === 0n)).toBe(true);
        expect(recognisedLines(own, total)).toEqual(own);
        const held = recognisedLines(own, settled);
        expect(-held.reduce((sum, { amount }) => sum + amount, 0n)).toBe(settled);
        expect(-held.reduce((sum, { baseAmount }) => sum + baseAmount, 0n)).toBe(settled);
      }),
    );
  });

  it('goes to the largest remainder, to the cent', () => {
    const own = [ownLine(-9500n), ownLine(-950n, { accountId: 'tax', taxBase: -9500n })];
    expect(recognisedLines(own, 5000n).map(({ amount, taxBase }) => [amount, taxBase])).toEqual([
      [-4545n, null],
      [-455n, -4545n],
    ]);
  });

  it('of a memo is the mirror of an invoice', () => {
    const own = [ownLine(-9999n), ownLine(-825n, { accountId: 'tax' }), ownLine(301n)];
    const mirrored = own.map((line) => ({ ...line, amount: -line.amount, baseAmount: -line.baseAmount }));
    const held = recognisedLines(own, 3333n).map(({ amount }) => -amount);
    expect(recognisedLines(mirrored, 3333n).map(({ amount }) => amount)).toEqual(held);
  });
});

/** What a walk of settling and undoing leaves in the cash book, by item and product. */
function walk(
  own: readonly OwnLine[],
  steps: readonly { readonly amount: bigint; readonly undo: boolean }[],
) {
  let items = itemsOf(invoice(own), payment(10n ** 12n));
  const book = new Map<string, bigint>();
  const standing: NewAllocation[] = [];
  const act = (allocation: NewAllocation) => {
    const { items: after } = allocate(items, [allocation]);
    const posting = buildPosting('USD');
    postCashMovement(posting, items, after);
    for (const line of posting.finish()) {
      const key = `${line.openItemId} ${line.accountId} ${line.productId}`;
      book.set(key, (book.get(key) ?? 0n) + line.amount);
      const base = `${key} base`;
      book.set(base, (book.get(base) ?? 0n) + (line.taxBase ?? 0n));
    }
    items = after;
  };
  const undo = (index: number) => {
    const [target] = standing.splice(index, 1);
    if (target) act({ ...target, amount: -target.amount, reverses: target.id });
  };
  for (const [index, { amount, undo: undoes }] of steps.entries()) {
    if (undoes) {
      undo(Number(amount % BigInt(Math.max(standing.length, 1))));
      continue;
    }
    const open = items.get('invoice')!.total - items.get('invoice')!.settled;
    if (open === 0n) continue;
    const wanted = amount % open === 0n ? open : amount % open;
    const allocation = {
      id: `allocation ${index}`,
      fromId: 'payment',
      toId: 'invoice',
      amount: wanted,
      effective: '2026-07-01',
      reverses: null,
    };
    standing.push(allocation);
    act(allocation);
  }
  return {
    book,
    items: () => items,
    undoAll() {
      while (standing.length > 0) undo(standing.length % 2 === 0 ? 0 : standing.length - 1);
    },
  };
}

describe('settling and undoing', () => {
  const step = fc.record({ amount: fc.bigInt(0n, 1_000_000n), undo: fc.boolean() });

  it('returns to the start in whatever order it is undone', () => {
    fc.assert(
      fc.property(lines, fc.array(step, { maxLength: 20 }), (own, steps) => {
        const walked = walk(own, steps);
        walked.undoAll();
        expect([...walked.book.values()].every((amount) => amount === 0n)).toBe(true);
        expect(walked.items().get('invoice')!.settled).toBe(0n);
      }),
    );
  });

  it('holds after each walk what one settlement of the same sum would hold', () => {
    fc.assert(
      fc.property(lines, fc.array(step, { maxLength: 20 }), (own, steps) => {
        const walked = walk(own, steps);
        const held = recognisedLines(own, walked.items().get('invoice')!.settled);
        for (const { productId, amount, taxBase } of held) {
          expect(walked.book.get(`invoice sales ${productId}`) ?? 0n).toBe(amount);
          expect(walked.book.get(`invoice sales ${productId} base`) ?? 0n).toBe(taxBase ?? 0n);
        }
      }),
    );
  });

  it('is refused beyond the total and below nothing', () => {
    const items = itemsOf(invoice([ownLine(-100n)]), payment(50n));
    const allocation = {
      id: 'a',
      fromId: 'payment',
      toId: 'invoice',
      effective: '2026-07-01',
      reverses: null,
    };
    expect(() => allocate(items, [{ ...allocation, amount: 51n }])).toThrow('51 of 50');
    expect(() => allocate(items, [{ ...allocation, amount: -1n }])).toThrow('-1 of 50');
  });

  it('moves nothing in the cash book for a write-off', () => {
    const writeOff: SettledItem = { ...payment(60n, 'bad'), cash: { kind: 'none' }, movesCash: false };
    const items = itemsOf(invoice([ownLine(-100n)]), writeOff);
    const { items: after } = allocate(items, [
      { id: 'a', fromId: 'bad', toId: 'invoice', amount: 60n, effective: '2026-07-01', reverses: null },
    ]);
    const posting = buildPosting('USD');
    postCashMovement(posting, items, after);
    expect(posting.finish()).toEqual([]);
    expect(after.get('invoice')).toMatchObject({ settled: 60n, cashSettled: 0n });
  });
});

describe('what a settlement relieves in the workspace’s currency', () => {
  it('adds up to the whole in however many parts', () => {
    const part = fc.bigInt(1n, 10_000n);
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 10 }),
        fc.bigInt(0n, 10n ** 9n),
        (parts, baseTotal) => {
          const total = parts.reduce((sum, amount) => sum + amount, 0n);
          const own = [ownLine(-total, { baseAmount: -baseTotal })];
          const items = itemsOf({ ...invoice(own), baseTotal }, payment(total));
          const allocations = parts.map((amount, index) => ({
            id: `${index}`,
            fromId: 'payment',
            toId: 'invoice',
            amount,
            effective: '2026-07-01',
            reverses: null,
          }));
          const relieved = allocate(items, allocations).allocations.map(({ baseAmount }) => baseAmount);
          expect(relieved.reduce((sum, amount) => sum + amount, 0n)).toBe(baseTotal);
          expect(relieved[0]).toBe(relievedBase(baseTotal, total, parts[0]!));
        },
      ),
    );
  });
});
