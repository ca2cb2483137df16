import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { type Tampering, testTampering } from '../../../test/support/tampering.ts';
import { TAX_PROOFS } from './tax-proofs.ts';

const ofInvoice = (id: string) => `invoice_id = '${id}'`;

/** Another tax on the invoice's one line, of 0 % and with nothing to it but the given flags. */
const another = (id: string, inclusive: boolean, compound: boolean) =>
  `INSERT INTO invoice_line_tax SELECT workspace_id, invoice_id, line_no, 2, '${uuidv7()}', 'Another', 0, ${inclusive},
                                       ${compound}, taxable, 0
     FROM invoice_line_tax WHERE ${ofInvoice(id)}`;

/** The memo of 5.00 names the invoice and credits so much of its tax. */
const crediting = ({ invoiceId, memoId }: { invoiceId: string; memoId: string }, amount: number) => [
  `UPDATE invoice SET applied_to_invoice_id = '${invoiceId}' WHERE id = '${memoId}'`,
  `INSERT INTO invoice_line_tax SELECT workspace_id, '${memoId}', line_no, tax_no, tax_id, name, percentage, inclusive, compound, 500, ${amount}
     FROM invoice_line_tax WHERE ${ofInvoice(invoiceId)}`,
];

const says = (text: string) => (books: { invoiceId: string }) =>
  `line 1 of invoice ${books.invoiceId}: ${text}`;

describe('the proofs of taxes', () => {
  testTampering(TAX_PROOFS, [
    [
      'a base is changed',
      'taxes-are-exact',
      says('VAT is reckoned on 9999 and not on 10000'),
      (books) => `UPDATE invoice_line_tax SET taxable = 9999 WHERE ${ofInvoice(books.invoiceId)}`,
    ],
    [
      'a rate is changed',
      'taxes-are-exact',
      says('VAT is 825, exactly 800'),
      (books) => `UPDATE invoice_line_tax SET percentage = 8 WHERE ${ofInvoice(books.invoiceId)}`,
    ],
    [
      'a tax is a unit off, with everything that adds it up',
      'taxes-are-exact',
      (books) => `(${books.invoiceId}): VAT comes to 826, exactly 825`,
      (books) => `UPDATE invoice_line_tax SET amount = 826 WHERE ${ofInvoice(books.invoiceId)}`,
    ],
    [
      'the same where lines are rounded by themselves',
      'taxes-are-exact',
      says('VAT is 826, exactly 825'),
      (books) => [
        `UPDATE invoice SET tax_rounding = 'line' WHERE id = '${books.invoiceId}'`,
        `UPDATE invoice_line_tax SET amount = 826 WHERE ${ofInvoice(books.invoiceId)}`,
      ],
    ],
    [
      'a tax that was added is said to be contained',
      'taxes-are-exact',
      (books) => `(${books.memoId}): VAT comes to 41, exactly 39`,
      (books) => [
        `UPDATE invoice_line SET subtotal = 459, tax = 41, total = 500 WHERE ${ofInvoice(books.memoId)}`,
        `INSERT INTO invoice_line_tax VALUES ('${books.workspaceId}', '${books.memoId}', 1, 1, '${uuidv7()}', 'VAT', 8.5,
                                              true, false, 459, 41)`,
      ],
    ],
    [
      'one of two taxes is inclusive',
      'taxes-are-exact',
      says('some of its taxes are inclusive'),
      (books) => another(books.invoiceId, true, false),
    ],
    [
      'two taxes are compound',
      'taxes-are-exact',
      says('it has 2 compound taxes'),
      (books) => [
        `UPDATE invoice_line_tax SET compound = true WHERE ${ofInvoice(books.invoiceId)}`,
        another(books.invoiceId, false, true),
      ],
    ],
    [
      'a compound tax leaves the others out of its base',
      'taxes-are-exact',
      says('Another is reckoned on 10000 and not on 10825'),
      (books) => another(books.invoiceId, false, true),
    ],
    [
      'a memo credits more of a tax than its invoice charged',
      'credited-taxes-follow-invoices',
      (books) => `(${books.invoiceId}): its memos credit 826 of VAT, of which it charged 825`,
      (books) => crediting(books, 826),
    ],
    [
      'a memo credits less of a tax than its share',
      'credited-taxes-follow-invoices',
      (books) => `(${books.invoiceId}): its memos credit 38 of VAT, and their share of it is 41.250000`,
      (books) => crediting(books, 38),
    ],
    [
      'a memo credits a tax that its invoice did not charge',
      'credited-taxes-follow-invoices',
      (books) => `(${books.invoiceId}): its memos credit 41 of VAT, of which it charged 0`,
      (books) => [
        ...crediting(books, 41),
        `UPDATE invoice_line_tax SET tax_id = '${uuidv7()}' WHERE ${ofInvoice(books.memoId)}`,
      ],
    ],
  ] satisfies Tampering[]);
});
