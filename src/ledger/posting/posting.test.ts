import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPosting, reverseLines } from './posting.ts';

const line = (accountId: string, amount: bigint, more = {}) => ({
  accountId,
  basis: 'accrual' as const,
  amount,
  ...more,
});

describe('a posting', () => {
  it('gives debits a positive and credits a negative sign, and numbers the lines', () => {
    const lines = buildPosting('USD').debit(line('bank', 100n)).credit(line('sales', 100n)).finish();
    expect(lines.map(({ lineNumber, accountId, amount }) => [lineNumber, accountId, amount])).toEqual([
      [1, 'bank', 100n],
      [2, 'sales', -100n],
    ]);
  });

  it('merges lines only where every dimension is equal', () => {
    const lines = buildPosting('USD')
      .debit(line('bank', 60n))
      .credit(line('sales', 10n, { productId: 'a', tagIds: ['x', 'y'] }))
      .credit(line('sales', 20n, { productId: 'a', tagIds: ['y', 'x'] }))
      .credit(line('sales', 30n, { productId: 'b', tagIds: ['x', 'y'] }))
      .finish();
    expect(lines.map(({ productId, amount }) => [productId, amount])).toEqual([
      [null, 60n],
      ['a', -30n],
      ['b', -30n],
    ]);
  });

  it('drops what came to nothing, but keeps a tax of zero with its base', () => {
    const lines = buildPosting('USD')
      .debit(line('bank', 5n))
      .credit(line('sales', 5n))
      .debit(line('other', 7n))
      .credit(line('other', 7n))
      .credit(line('tax', 0n, { taxId: 'zero', taxBase: 5n }))
      .finish();
    expect(lines.map(({ accountId, amount, taxBase }) => [accountId, amount, taxBase])).toEqual([
      ['bank', 5n, null],
      ['sales', -5n, null],
      ['tax', 0n, -5n],
    ]);
  });

  it('balances each book by itself: what is accrual only cannot pay for what is cash only', () => {
    const posting = buildPosting('USD')
      .debit(line('bank', 5n))
      .credit({ ...line('sales', 5n), basis: 'cash' });
    expect(() => posting.finish()).toThrow('out of balance');
  });

  it('proves the balance in the workspace’s currency', () => {
    const uneven = buildPosting('EUR')
      .debit(line('bank', 5n, { baseAmount: 6n }))
      .credit(line('sales', 5n, { baseAmount: 5n }));
    expect(() => uneven.finish()).toThrow('out of balance by 1');
  });

  it('is undone by its reversal, whatever it holds', () => {
    const postings = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n })),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(postings, (amounts) => {
        const posting = buildPosting('USD');
        for (const [accountId, amount] of amounts) posting.credit(line(accountId, amount));
        posting.debit(
          line(
            'control',
            amounts.reduce((total, [, amount]) => total + amount, 0n),
          ),
        );
        const lines = posting.finish();
        const reversed = reverseLines(lines);
        for (const [index, { amount, baseAmount }] of lines.entries()) {
          expect(amount + reversed[index]!.amount).toBe(0n);
          expect(baseAmount + reversed[index]!.baseAmount).toBe(0n);
        }
        expect(reverseLines(reversed)).toEqual(lines);
      }),
    );
  });
});
