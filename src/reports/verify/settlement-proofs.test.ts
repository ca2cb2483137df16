import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { testTampering, withId } from '../../../test/support/tampering.ts';
import { SETTLEMENT_PROOFS } from './settlement-proofs.ts';

describe('the proofs of settlements', () => {
  testTampering(SETTLEMENT_PROOFS, [
    [
      'a payment says more is applied',
      'payments-applied',
      (books) => `payment ${books.paymentId}: 1 applied, allocations say 0`,
      (books) => `UPDATE payment SET applied_amount = 1 WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a refund is not applied whole',
      'payments-applied',
      (books) => `refund ${books.paymentId}: only 0 of 300 is applied`,
      (books) => `UPDATE payment SET kind = 'refund' WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a payment is deleted',
      'payments-posted-once',
      (books) => `names payment ${books.paymentId}, which is not there`,
      (books) => `DELETE FROM payment WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a payment is said to be undone',
      'payments-posted-once',
      (books) => `payment ${books.paymentId} was undone and has a live entry`,
      (books) => `UPDATE payment SET deleted_at = now(), undone_date = date WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a payment’s amount is changed',
      'payments-posted-once',
      (books) => `payment ${books.paymentId} says -301 on 2026-03-06, receivables say -300 on 2026-03-06`,
      (books) => `UPDATE payment SET amount = 301 WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a payment loses its entry',
      'payments-posted-once',
      (books) => `payment ${books.paymentId} is not posted`,
      (books) => `UPDATE journal_entry SET source_version = 9 WHERE source_id = '${books.paymentId}'`,
    ],
    [
      'more is allocated than a memo credits',
      'allocations-within-items',
      (books) => `600 is allocated from open item ${books.memoId}, which credits 500`,
      () => 'UPDATE allocation SET amount = 600',
    ],
    [
      'an allocation is turned round',
      'allocations-within-items',
      (books) => `500 is allocated to open item ${books.memoId}, of which -500 is owed`,
      (books) =>
        `UPDATE allocation SET from_open_item_id = '${books.invoiceId}', to_open_item_id = '${books.memoId}'`,
    ],
    [
      'an allocation joins two customers',
      'allocations-within-items',
      () => 'joins two parties',
      (books) => `UPDATE open_item SET customer_id = '${uuidv7()}' WHERE ${withId(books.memoId)}`,
    ],
    [
      'an allocation undoes another, but not whole',
      'allocations-within-items',
      () => 'negated',
      (books) =>
        `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective, reverses)
         SELECT workspace_id, '${uuidv7()}', from_open_item_id, to_open_item_id, -400, -400, effective, id
           FROM allocation WHERE to_open_item_id = '${books.invoiceId}'`,
    ],
    [
      'the cash book holds what is worth something else',
      'cash-book-follows-settlements',
      (books) =>
        `item ${books.paymentId}: the cash book holds what is worth -299 on account ${books.accounts.get('2300')}, its settlements come to -300`,
      (books) =>
        `UPDATE journal_line SET base_amount = -299 WHERE open_item_id = '${books.paymentId}' AND basis = 'cash'`,
    ],
    [
      'a document says more is paid',
      'receivables-by-customer',
      (books) => `customer ${books.customerId}: open documents and money on account come to`,
      (books) => `UPDATE invoice SET paid_amount = 501 WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'a payment is of another customer',
      'receivables-by-customer',
      (books) => `customer ${books.customerId}: open documents`,
      (books) => `UPDATE payment SET customer_id = '${uuidv7()}' WHERE ${withId(books.paymentId)}`,
    ],
    [
      'the cash book’s share of a line is a cent off',
      'cash-book-follows-settlements',
      (books) =>
        `item ${books.invoiceId}: the cash book holds -461 on account ${books.accounts.get('4000')}, its settlements come to -462`,
      (books) =>
        `UPDATE journal_line SET amount = -461 WHERE basis = 'cash' AND open_item_id = '${books.invoiceId}' AND amount = -462`,
    ],
    [
      'the cash book forgets what is on account',
      'cash-book-follows-settlements',
      (books) => `item ${books.paymentId}: the cash book holds 0 on account`,
      (books) => `DELETE FROM journal_line WHERE basis = 'cash' AND open_item_id = '${books.paymentId}'`,
    ],
    [
      'the cash book has a tax base that nobody settled',
      'cash-book-follows-settlements',
      (books) => `item ${books.invoiceId}: the cash book holds 7 as the base of a tax`,
      (books) =>
        `UPDATE journal_line SET tax_base = 7 WHERE basis = 'cash' AND open_item_id = '${books.invoiceId}' AND amount = -38`,
    ],
    [
      'a line of the cash book bears another tag',
      'cash-book-follows-settlements',
      (books) => `item ${books.memoId}: the cash book holds`,
      (books) => `UPDATE journal_line_tag SET tag_id = '${uuidv7()}' FROM journal_line l
         WHERE l.basis = 'cash' AND l.open_item_id = '${books.memoId}' AND l.entry_id = journal_line_tag.entry_id
           AND l.line_no = journal_line_tag.line_no`,
    ],
  ]);
});
