import { describe } from 'vitest';
import type { FixtureBooks } from '../../../test/support/proved-books.ts';
import { testTampering } from '../../../test/support/tampering.ts';
import { TAX_RETURN_PROOFS } from './tax-return-proofs.ts';

const [JANUARY, MARCH] = ['0197e1c2-9d20-7a51-8b0e-3c4d5e6f0001', '0197e1c2-9d20-7a51-8b0e-3c4d5e6f0003'];

interface Filed {
  readonly id: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly afterSeal?: number | undefined;
  readonly seal: number;
  readonly hash?: string;
  readonly amounts?: string;
}

/** A return that the books of the test do not have, filed under its own id. */
function file({ workspaceId }: FixtureBooks, one: Filed): string[] {
  const { id, startDate, endDate, afterSeal = 'NULL', seal, amounts = '[]' } = one;
  const hash =
    one.hash ?? `(SELECT hash FROM entry_seal WHERE workspace_id = '${workspaceId}' AND number = ${seal})`;
  return [
    `INSERT INTO tax_return (workspace_id, id, start_date, end_date, basis, filing_id)
     VALUES ('${workspaceId}', '${id}', '${startDate}', '${endDate}', 'accrual', '${id}')`,
    `INSERT INTO tax_return_filing (workspace_id, id, tax_return_id, action, start_date, end_date, basis, after_seal, seal_number,
                                    seal_hash, figures, request_id)
     SELECT '${workspaceId}', '${id}', '${id}', 'file', '${startDate}', '${endDate}', 'accrual', ${afterSeal}, ${seal}, ${hash},
            json_build_object('amounts', ${amounts === '[]' ? `'[]'::json` : amounts}), 'r'`,
  ];
}

const january = (books: FixtureBooks, more: Partial<Filed> = {}) =>
  file(books, { id: JANUARY, startDate: '2026-01-01', endDate: '2026-02-28', seal: 1, ...more });
const march = (books: FixtureBooks, more: Partial<Filed> = {}) =>
  file(books, { id: MARCH, startDate: '2026-03-01', endDate: '2026-03-31', afterSeal: 1, seal: 2, ...more });

/** What a return tells of the one tax: 8.25 on 100.00, as the invoice of the test has it. */
const told = (amount: number, taxable: number) =>
  `(SELECT json_agg(json_build_object('taxId', t.id, 'accountId', t.sales_account_id, 'isPurchase', false, 'isLate', false,
     'amount', '${amount}', 'taxable', '${taxable}')) FROM tax t)`;

/** The invoice's line of tax, as the API would have posted it. */
const taxed = ({ invoiceId }: FixtureBooks, effective = '2026-03-01') =>
  `UPDATE journal_line l SET tax_id = t.id, tax_base = -10000
     FROM tax t WHERE l.account_id = t.sales_account_id AND l.amount = -825 AND l.open_item_id IS NULL
      AND l.effective = '${effective}'
      AND l.entry_id = (SELECT entry_id FROM journal_entry WHERE source_id = '${invoiceId}')`;

const of = (id: string, text: string) => () => `(${id})${text}`;

describe('the proofs of tax returns', () => {
  testTampering(TAX_RETURN_PROOFS, [
    [
      'a return lacks a line',
      'tax-returns-are-their-lines',
      of(MARCH, ': VAT is 0, its lines come to -825'),
      (books) => [taxed(books), ...march(books, { afterSeal: undefined })],
    ],
    [
      'a return has a tax that nothing was posted of',
      'tax-returns-are-their-lines',
      of(MARCH, ': VAT is -825, its lines come to 0'),
      (books) => march(books, { amounts: told(-825, -10_000) }),
    ],
    [
      'a return has a tax on another base',
      'tax-returns-are-their-lines',
      of(MARCH, ': VAT is on -9999, its lines are on -10000'),
      (books) => [taxed(books), ...march(books, { amounts: told(-825, -9999) })],
    ],
    [
      'a late entry is in no return',
      'tax-returns-are-their-lines',
      of(MARCH, ': late VAT is 0, its lines come to -825'),
      (books) => [
        taxed(books),
        ...file(books, { id: MARCH, startDate: '2026-03-31', endDate: '2026-04-30', afterSeal: 0, seal: 2 }),
      ],
    ],
    [
      'two returns leave a gap',
      'tax-returns-follow-one-another',
      of(MARCH, ' does not follow the one through 2026-02-27'),
      (books) => [...january(books, { endDate: '2026-02-27' }), ...march(books)],
    ],
    [
      'a return begins after another seal than the one before ends with',
      'tax-returns-follow-one-another',
      of(MARCH, ' begins after seal 0, the one before it ends with 1'),
      (books) => [...january(books), ...march(books, { afterSeal: 0 })],
    ],
    [
      'a return names another seal',
      'tax-returns-follow-one-another',
      of(JANUARY, ' names seal 1, whose hash is another'),
      (books) => january(books, { hash: `sha256('x')` }),
    ],
    [
      'a filed return gets another period',
      'tax-returns-follow-one-another',
      of(JANUARY, ' is not as it was filed'),
      (books) => [...january(books), `UPDATE tax_return SET end_date = '2026-02-01' WHERE id = '${JANUARY}'`],
    ],
    [
      'a return is a draft again without a trace',
      'tax-returns-follow-one-another',
      of(JANUARY, ' is not as it was filed'),
      (books) => [
        ...january(books),
        `INSERT INTO tax_return_filing (workspace_id, id, tax_return_id, action, start_date, end_date, basis, reason, request_id)
         VALUES ('${books.workspaceId}', '${MARCH}', '${JANUARY}', 'unfile', '2026-01-01', '2026-02-28', 'accrual', 'why', 'r')`,
      ],
    ],
  ]);
});
