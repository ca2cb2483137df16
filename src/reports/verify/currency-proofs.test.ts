import { describe } from 'vitest';
import { testTampering, withId } from '../../../test/support/tampering.ts';
import { CURRENCY_PROOFS } from './currency-proofs.ts';

describe('the proofs of foreign currency', () => {
  testTampering(CURRENCY_PROOFS, [
    [
      'a document in the workspace’s currency has a rate',
      'documents-converted',
      () => 'is in USD, the workspace’s currency, and has a rate of 2',
      (books) => `UPDATE invoice SET exchange_rate = 2 WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'a document in another currency has a rate from nowhere',
      'documents-converted',
      () => 'is in EUR and has a rate of 1.0000000000 from nowhere',
      (books) => `UPDATE invoice SET currency = 'EUR' WHERE ${withId(books.draftId)}`,
    ],
    [
      'a document is not worth what it says',
      'documents-converted',
      () => '300 at 1.5000000000 is worth 450, not 300',
      (books) =>
        `UPDATE invoice SET currency = 'EUR', exchange_rate = 1.5, exchange_rate_source = 'given', exchange_rate_date = date WHERE ${withId(books.draftId)}`,
    ],
    [
      'a currency without decimals is converted as if it had two',
      'documents-converted',
      () => '300 at 1.0000000000 is worth 30000, not 300',
      (books) =>
        `UPDATE invoice SET currency = 'JPY', exchange_rate_source = 'given', exchange_rate_date = date WHERE ${withId(books.draftId)}`,
    ],
    [
      'a line of a document is worth something else',
      'documents-converted',
      () => '10825 at 1.0000000000 is worth 10825, not 10824',
      (books) =>
        `UPDATE journal_line SET base_amount = 10824 WHERE open_item_id = '${books.invoiceId}' AND basis = 'accrual'`,
    ],
    [
      'a payment is not worth what it says',
      'payments-converted',
      (books) => `payment ${books.paymentId}: 300 at 1.0000000000 is worth 300, not 301`,
      (books) => `UPDATE payment SET base_amount = 301 WHERE ${withId(books.paymentId)}`,
    ],
    [
      'a payment is posted as worth something else',
      'payments-converted',
      (books) => `payment ${books.paymentId} is worth -300, receivables say -299`,
      (books) =>
        `UPDATE journal_line SET base_amount = -299 WHERE open_item_id = '${books.paymentId}' AND basis = 'accrual'`,
    ],
    [
      'something is left of what is settled',
      'items-relieved',
      (books) => `nothing of item ${books.memoId} is open, in the workspace’s currency -1`,
      (books) => [
        `UPDATE open_item SET currency = 'EUR' WHERE ${withId(books.memoId)}`,
        'UPDATE allocation SET base_amount = 499',
      ],
    ],
    [
      'too much is relieved of what is settled in part',
      'items-relieved',
      (books) =>
        `10325 of the 10825 of item ${books.invoiceId} is open, in the workspace’s currency 10323 of 10825`,
      (books) => [
        `UPDATE open_item SET currency = 'EUR' WHERE ${withId(books.invoiceId)}`,
        'UPDATE allocation SET base_amount = 502',
      ],
    ],
    [
      'the workspace’s own currency is open in two amounts',
      'items-relieved',
      (books) => `10325 of item ${books.invoiceId} is open, in the workspace’s currency 10326`,
      () => 'UPDATE allocation SET base_amount = 499',
    ],
    [
      'a gain is not posted',
      'currency-gains-posted',
      (books) => `customer ${books.customerId}: allocations gained 1, the books say 0`,
      () => 'UPDATE allocation SET currency_gain = 1',
    ],
  ]);
});
