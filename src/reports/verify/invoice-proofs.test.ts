import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { ofEntry, testTampering, withId } from '../../../test/support/tampering.ts';
import { INVOICE_PROOFS } from './invoice-proofs.ts';

const naming = (id: string, original: string) =>
  `UPDATE invoice SET applied_to_invoice_id = '${original}' WHERE ${withId(id)}`;

describe('the proofs of invoices', () => {
  testTampering(INVOICE_PROOFS, [
    [
      'an approved invoice has no entry',
      'invoices-posted-once',
      (books) => `(${books.invoiceId}) is approved and not posted`,
      (books) => `UPDATE journal_entry SET source_id = '${uuidv7()}' WHERE source_id = '${books.invoiceId}'`,
    ],
    [
      'an entry names no document',
      'invoices-posted-once',
      (books) => `names invoice ${books.invoiceId}, which is not there`,
      (books) => `DELETE FROM invoice WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'a draft has an entry',
      'invoices-posted-once',
      (books) => `(${books.draftId}) should post nothing and has 1 live entries`,
      (books) =>
        `UPDATE journal_entry SET source_id = '${books.draftId}' WHERE ${ofEntry(books.unsealedEntryId)}`,
    ],
    [
      'a document has two live entries',
      'invoices-posted-once',
      (books) => `(${books.invoiceId}) has 2 live entries`,
      (books) =>
        `UPDATE journal_entry SET source_id = '${books.invoiceId}', source_version = 2 WHERE ${ofEntry(books.unsealedEntryId)}`,
    ],
    [
      'a deleted document keeps its entry',
      'invoices-posted-once',
      (books) => `(${books.invoiceId}) should post nothing`,
      (books) => `UPDATE invoice SET deleted_at = now() WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'a void document keeps its entry',
      'invoices-posted-once',
      (books) => `(${books.invoiceId}) should post nothing`,
      (books) => `UPDATE invoice SET voided_at = now(), void_date = date WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'an invoice was made of a quote that is not there',
      'offers-converted-once',
      (books) => `(${books.draftId}) was made of ${books.memoId}, which is not there`,
      (books) => `UPDATE invoice SET converted_from_id = '${books.memoId}' WHERE ${withId(books.draftId)}`,
    ],
    [
      'a quote says it became an invoice that was not made of it',
      'offers-converted-once',
      (books) => `says it became ${books.memoId}, which was not made of it`,
      (books) => `UPDATE invoice SET converted_to_id = '${books.memoId}' WHERE invoice_type = 'quote'`,
    ],
    [
      'an entry is of another version',
      'invoices-posted-once',
      (books) => `(${books.memoId}): its live entry is not of version 2`,
      (books) => `UPDATE invoice SET version = 2 WHERE ${withId(books.memoId)}`,
    ],
    [
      'a memo’s total is changed',
      'invoices-posted-once',
      (books) => `(${books.memoId}) says -500 (base -501), receivables say -500 (base -500)`,
      (books) => `UPDATE invoice SET base_total = 501 WHERE ${withId(books.memoId)}`,
    ],
    [
      'a document’s sums are changed',
      'invoices-add-up',
      (books) => `(${books.draftId}): its lines add up to subtotal 300`,
      (books) => `UPDATE invoice SET subtotal = 299, total = 299 WHERE ${withId(books.draftId)}`,
    ],
    [
      'a document’s lines are deleted',
      'invoices-add-up',
      (books) => `(${books.draftId}): its lines add up to subtotal , `,
      (books) => `DELETE FROM invoice_line WHERE invoice_id = '${books.draftId}'`,
    ],
    [
      'a line’s total is changed',
      'invoices-add-up',
      (books) => `line 1 of invoice ${books.draftId}: 300 - 0 + 0 is not 301`,
      (books) => `UPDATE invoice_line SET total = 301 WHERE invoice_id = '${books.draftId}'`,
    ],
    [
      'a line’s tax is changed',
      'invoices-add-up',
      (books) => `line 1 of invoice ${books.invoiceId}: its tax is 825, its taxes add up to 824`,
      (books) => `UPDATE invoice_line_tax SET amount = 824 WHERE invoice_id = '${books.invoiceId}'`,
    ],
    [
      'what was paid is changed',
      'invoices-settled',
      (books) => `(${books.invoiceId}): 499 paid, allocations say 500`,
      (books) => `UPDATE invoice SET paid_amount = 499 WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'an allocation is deleted',
      'invoices-settled',
      (books) => `(${books.memoId}): 500 paid, allocations say 0`,
      () => `DELETE FROM allocation`,
    ],
    [
      'more is paid than was owed',
      'invoices-settled',
      (books) => `(${books.memoId}): 600 paid of 500`,
      () => [
        `UPDATE allocation SET amount = 600`,
        `UPDATE invoice SET paid_amount = 600 WHERE paid_amount = 500`,
      ],
    ],
    [
      'an invoice names one that it credits',
      'memos-name-their-invoice',
      (books) => `(${books.invoiceId}) names invoice ${books.memoId} and is no memo`,
      (books) => naming(books.invoiceId, books.memoId),
    ],
    [
      'a memo names nothing',
      'memos-name-their-invoice',
      (books) => `(${books.memoId}) names invoice ${books.customerId}, which is not there`,
      (books) => naming(books.memoId, books.customerId),
    ],
    [
      'a memo names a draft',
      'memos-name-their-invoice',
      (books) => `(${books.memoId}) names invoice INV-000002, which is no approved invoice`,
      (books) => naming(books.memoId, books.draftId),
    ],
    [
      'a memo names the invoice of another customer',
      'memos-name-their-invoice',
      () => 'INV-000001 that it names are of two customers',
      (books) => [
        naming(books.memoId, books.invoiceId),
        `UPDATE invoice SET customer_id = '${uuidv7()}' WHERE ${withId(books.memoId)}`,
      ],
    ],
    [
      'a memo stands whose invoice is void',
      'memos-name-their-invoice',
      () => 'names the invoice INV-000001, which is void',
      (books) => [
        naming(books.memoId, books.invoiceId),
        `UPDATE invoice SET voided_at = now(), void_date = date WHERE ${withId(books.invoiceId)}`,
      ],
    ],
  ]);
});
