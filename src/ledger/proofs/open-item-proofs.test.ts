import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { testTampering, withId } from '../../../test/support/tampering.ts';
import { OPEN_ITEM_PROOFS } from './open-item-proofs.ts';

describe('the proofs of open items', () => {
  testTampering(OPEN_ITEM_PROOFS, [
    [
      'a receivable has no open item',
      'control-lines-have-items',
      () => 'is receivable and has no open item',
      (books) => `UPDATE journal_line SET open_item_id = NULL WHERE open_item_id = '${books.invoiceId}'`,
    ],
    [
      'an open item is on the other side',
      'control-lines-have-items',
      (books) => `its open item ${books.invoiceId} is payable`,
      (books) => `UPDATE open_item SET control = 'payable' WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'an open item is of another customer',
      'control-lines-have-items',
      (books) => `another party than its open item ${books.invoiceId}`,
      (books) => `UPDATE open_item SET customer_id = '${uuidv7()}' WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'an open item is in another currency',
      'control-lines-have-items',
      (books) => `its open item ${books.invoiceId} in EUR`,
      (books) => `UPDATE open_item SET currency = 'EUR' WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'an open item stands on another account',
      'control-lines-have-items',
      (books) => `has an open item and stands on account ${books.accounts.get('1000')}`,
      (books) =>
        `UPDATE journal_line SET account_id = '${books.accounts.get('1000')}' WHERE open_item_id = '${books.invoiceId}'`,
    ],
    [
      'an open item has no line',
      'open-items-have-lines',
      (books) => `open item ${books.draftId} (invoice ${books.draftId}) has no line`,
      (books) =>
        `INSERT INTO open_item (workspace_id, id, control, source, source_id, currency) VALUES ('${books.workspaceId}', '${books.draftId}', 'receivable', 'invoice', '${books.draftId}', 'USD')`,
    ],
    [
      'an allocation names nothing',
      'open-items-have-lines',
      () => 'names an open item that is not there',
      () => `UPDATE allocation SET from_open_item_id = '${uuidv7()}'`,
    ],
    [
      'receivables and their totals differ',
      'sub-ledgers-agree',
      () => 'receivable in total: the ledger says 10026, open items say 10025',
      (books) =>
        `UPDATE account_month_total SET base_amount = base_amount + 1 WHERE account_id = '${books.accounts.get('1200')}'`,
    ],
    [
      'a customer’s receivable has another customer’s item',
      'sub-ledgers-agree',
      (books) => `receivable of party ${books.customerId}: the ledger says 10025, open items say -800`,
      (books) => `UPDATE open_item SET customer_id = '${uuidv7()}' WHERE ${withId(books.invoiceId)}`,
    ],
  ]);
});
