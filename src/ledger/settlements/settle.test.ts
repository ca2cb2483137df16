import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPosting } from '../posting/posting.ts';
import { type OwnLine, recognisedLines } from './recognised-lines.ts';
import { relievedBase } from './relief.ts';
import {
  type Allocated,
  allocate,
  type Items,
  type NewAllocation,
  postCashMovement,
  postCurrencyGains,
  type SettledItem,
} from './settle.ts';

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
    customerId: 'aimee',
    currency: 'USD',
    total,
    baseTotal: total,
    settled: 0n,
    relieved: 0n,
    cashSettled: 0n,
    cash: { kind: 'document', lines },
    movesCash: true,
  };
};

const payment = (total: bigint, id = 'payment'): SettledItem => ({
  id,
  customerId: 'aimee',
  currency: 'USD',
  total,
  baseTotal: total,
  settled: 0n,
  relieved: 0n,
  cashSettled: 0n,
  cash: { kind: 'on-account', accountId: 'credits' },
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

/** An item in euros, worth this in dollars. */
const inEuros = (item: SettledItem, baseTotal: bigint): SettledItem => ({
  ...item,
  currency: 'EUR',
  baseTotal,
});

/** Lines in euros whose worth adds up to `baseTotal`, the first taking what rounding leaves. */
function euroLines(own: readonly OwnLine[], baseTotal: bigint): OwnLine[] {
  const total = own.reduce((sum, { amount }) => sum - amount, 0n);
  const worth = own.map(({ amount }) => (amount * baseTotal) / total);
  const left = -baseTotal - worth.reduce((sum, amount) => sum + amount, 0n);
  return own.map((line, index) => ({
    ...line,
    currency: 'EUR',
    baseAmount: worth[index]! + (index === 0 ? left : 0n),
  }));
}

/** Settles invoices in euros with payments and a memo of other rates, and undoes it again, as drawn. */
function walkInEuros(
  items: Items,
  steps: readonly {
    readonly from: number;
    readonly to: number;
    readonly amount: bigint;
    readonly undo: boolean;
  }[],
) {
  let standing = items;
  const live: Allocated[] = [];
  const book = new Map<string, bigint>();
  const add = (key: string, amount: bigint) => book.set(key, (book.get(key) ?? 0n) + amount);
  const act = (allocation: NewAllocation) => {
    const settled = allocate(standing, [allocation]);
    const posting = buildPosting('USD');
    postCashMovement(posting, standing, settled.items);
    postCurrencyGains(posting, standing, settled, { control: 'receivable', gain: 'gain' });
    for (const line of posting.finish()) {
      add(`${line.basis} ${line.accountId} ${line.openItemId ?? ''}`, line.baseAmount);
      add(`${line.basis} ${line.accountId}`, line.baseAmount);
    }
    standing = settled.items;
    return settled.allocations[0]!;
  };
  const undo = (index: number) => {
    const [target] = live.splice(index, 1);
    if (!target) return;
    const { baseAmount, currencyGain } = target;
    const relief = { baseAmount: -baseAmount, currencyGain: -currencyGain };
    act({ ...target, amount: -target.amount, reverses: target.id, relief });
  };
  const settle = (fromId: string, toId: string, most: bigint, id: string) => {
    const openOf = (item: string) => standing.get(item)!.total - standing.get(item)!.settled;
    const amount = [openOf(fromId), openOf(toId), most].toSorted((a, b) => (a < b ? -1 : 1))[0]!;
    if (amount > 0n) live.push(act({ id, fromId, toId, amount, effective: '2026-07-01', reverses: null }));
  };
  const credits = ['payment', 'second', 'memo'];
  const owed = ['invoice', 'other'];
  for (const [index, { from, to, amount, undo: undoes }] of steps.entries()) {
    if (undoes) undo(Number(amount % BigInt(Math.max(live.length, 1))));
    else settle(credits[from]!, owed[to]!, amount, `${index}`);
  }
  return {
    book,
    items: () => standing,
    settleAll() {
      for (const fromId of credits)
        for (const toId of owed) settle(fromId, toId, 10n ** 13n, `${fromId} ${toId}`);
    },
    undoAll() {
      while (live.length > 0) undo(live.length % 2 === 0 ? 0 : live.length - 1);
    },
  };
}

describe('settling across exchange rates', () => {
  const step = fc.record({
    from: fc.integer({ min: 0, max: 2 }),
    to: fc.integer({ min: 0, max: 1 }),
    amount: fc.bigInt(1n, 60_000n),
    undo: fc.boolean(),
  });
  const steps = fc.array(step, { maxLength: 25 });
  // From next to nothing to many times as much: whatever the rate, worth is only rounded.
  const worth = fc.bigInt(0n, 500_000n);
  const scene = fc
    .tuple(
      lines,
      lines,
      lines,
      fc.array(worth, { minLength: 5, maxLength: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([first, second, third, worths, part]) => {
      const made = [
        inEuros(invoice(euroLines(first, worths[0]!)), worths[0]!),
        inEuros(invoice(euroLines(second, worths[1]!), 'other'), worths[1]!),
        inEuros(
          invoice(
            euroLines(third, worths[2]!).map((line) => ({
              ...line,
              amount: -line.amount,
              baseAmount: -line.baseAmount,
            })),
            'memo',
          ),
          worths[2]!,
        ),
      ];
      const owed = made[0]!.total + made[1]!.total;
      const left = owed > made[2]!.total ? owed - made[2]!.total : 2n;
      const half = 1n + ((left - 1n) * BigInt(Math.round(part * 1000))) / 1000n;
      const items = [
        ...made,
        inEuros(payment(half), worths[3]!),
        inEuros(payment(left - half + 1n, 'second'), worths[4]!),
      ];
      return itemsOf(...items);
    });

  it('returns to nothing, gains and losses too, in whatever order it is undone', () => {
    fc.assert(
      fc.property(scene, steps, (items, drawn) => {
        const walked = walkInEuros(items, drawn);
        walked.undoAll();
        expect([...walked.book].filter(([, amount]) => amount !== 0n)).toEqual([]);
        for (const item of walked.items().values()) expect([item.settled, item.relieved]).toEqual([0n, 0n]);
      }),
    );
  });

  it('leaves nothing of what is settled whole, and the gain is what was paid less what was owed, in both books', () => {
    fc.assert(
      fc.property(scene, steps, (items, drawn) => {
        const walked = walkInEuros(items, drawn);
        walked.settleAll();
        const after = [...walked.items().values()];
        for (const { id, total, baseTotal, settled, relieved } of after) {
          if (settled === total) expect([id, relieved]).toEqual([id, baseTotal]);
        }
        const sumOf = (ids: readonly string[]) =>
          after.reduce((sum, { id, relieved }) => (ids.includes(id) ? sum + relieved : sum), 0n);
        const gain = sumOf(['payment', 'second', 'memo']) - sumOf(['invoice', 'other']);
        expect(-(walked.book.get('accrual gain') ?? 0n)).toBe(gain);
        if (after.every(({ settled, total }) => settled === total || settled === 0n))
          expect(-(walked.book.get('cash gain') ?? 0n)).toBe(gain);
        expect(walked.book.get('accrual receivable') ?? 0n).toBe(gain);
      }),
    );
  });

  it('of one rate, with whole amounts, moves nothing in the accrual book', () => {
    const own = euroLines([ownLine(-10_000n)], 11_000n);
    const items = itemsOf(inEuros(invoice(own), 11_000n), inEuros(payment(20_000n), 22_000n));
    const wanted = { id: 'a', fromId: 'payment', toId: 'invoice', effective: '2026-07-01', reverses: null };
    const settled = allocate(items, [{ ...wanted, amount: 5_000n }]);
    expect(settled.allocations).toMatchObject([{ baseAmount: 5_500n, currencyGain: 0n }]);
    const posting = buildPosting('USD');
    postCashMovement(posting, items, settled.items);
    postCurrencyGains(posting, items, settled, { control: 'receivable', gain: 'gain' });
    expect(posting.finish().map(({ basis }) => basis)).toEqual(['cash', 'cash']);
  });

  it('posts what another rate gains, by hand', () => {
    // 100.00 EUR were invoiced at 1.08 and are paid at 1.10: 60.00 of them relieve 64.80 and bring 66.00.
    const own = euroLines([ownLine(-10_000n)], 10_800n);
    const items = itemsOf(inEuros(invoice(own), 10_800n), inEuros(payment(20_000n), 22_000n));
    const wanted = { id: 'a', fromId: 'payment', toId: 'invoice', effective: '2026-07-01', reverses: null };
    const settled = allocate(items, [{ ...wanted, amount: 6_000n }]);
    expect(settled.allocations).toMatchObject([{ baseAmount: 6_480n, currencyGain: 120n }]);
    const posting = buildPosting('USD');
    postCashMovement(posting, items, settled.items);
    postCurrencyGains(posting, items, settled, { control: 'receivable', gain: 'gain' });
    const told = posting
      .finish()
      .map((line) => [
        line.basis,
        line.accountId,
        line.openItemId,
        line.currency,
        line.amount,
        line.baseAmount,
      ]);
    expect(told).toEqual([
      ['cash', 'sales', 'invoice', 'EUR', -6_000n, -6_480n],
      ['cash', 'credits', 'payment', 'EUR', 6_000n, 6_600n],
      ['accrual', 'receivable', 'payment', 'EUR', 0n, 120n],
      ['accrual', 'gain', null, 'USD', -120n, -120n],
      ['cash', 'gain', null, 'USD', -120n, -120n],
    ]);
  });
});
