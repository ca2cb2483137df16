import { v7 as uuidv7 } from 'uuid';
import { describe } from 'vitest';
import { ofEntry, testTampering, withId } from '../../../test/support/tampering.ts';
import { ENTRY_PROOFS } from './entry-proofs.ts';

describe('the proofs of entries', () => {
  testTampering(ENTRY_PROOFS, [
    [
      'a line’s amount is changed',
      'entries-balance',
      (books) => `entry ${books.unsealedEntryId} of 2026-03-03 is out of balance: accrual 1, cash 1`,
      (books) =>
        `UPDATE journal_line SET base_amount = base_amount + 1 WHERE ${ofEntry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'a line’s amount in its own currency is changed',
      'entries-balance',
      () => 'out of balance in its own currency: accrual 1, cash 1',
      (books) =>
        `UPDATE journal_line SET amount = amount + 1 WHERE ${ofEntry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'a line is moved to one book',
      'entries-balance',
      () => 'out of balance: accrual 0, cash 70',
      (books) =>
        `UPDATE journal_line SET basis = 'accrual' WHERE ${ofEntry(books.journalEntryId)} AND line_no = 2`,
    ],
    [
      'a line is deleted',
      'entries-balance',
      (books) => `entry ${books.unsealedEntryId} of 2026-03-03 has 1 lines`,
      (books) => `DELETE FROM journal_line WHERE ${ofEntry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'an entry is deleted under its lines',
      'no-orphans',
      (books) => `entry ${books.unsealedEntryId} stands without its entry`,
      (books) => `DELETE FROM journal_entry WHERE ${ofEntry(books.unsealedEntryId)}`,
    ],
    [
      'an account is deleted under its lines',
      'no-orphans',
      (books) => `names account ${books.accounts.get('6000')}`,
      (books) => `DELETE FROM account WHERE ${withId(books.accounts.get('6000')!)}`,
    ],
    [
      'a customer is deleted',
      'no-orphans',
      (books) => `names customer ${books.customerId}`,
      () => `DELETE FROM customer`,
    ],
    ['a tag is deleted', 'no-orphans', (books) => `names tag ${books.tagId}`, () => `DELETE FROM tag`],
    [
      'an open item is deleted',
      'no-orphans',
      (books) => `names open item ${books.invoiceId}`,
      (books) => `DELETE FROM open_item WHERE ${withId(books.invoiceId)}`,
    ],
    [
      'a reversal is moved to other accounts',
      'reversals-negate',
      (books) => `reversal ${books.reversalId} is not entry ${books.journalEntryId} negated`,
      (books) =>
        `UPDATE journal_line SET account_id = '${books.accounts.get('6010')}' WHERE ${ofEntry(books.reversalId)} AND line_no = 1`,
    ],
    [
      'a reversal names nothing',
      'reversals-negate',
      (books) => `reversal ${books.reversalId} names entry`,
      (books) =>
        `UPDATE journal_entry SET reverses_entry_id = '${uuidv7()}' WHERE ${ofEntry(books.reversalId)}`,
    ],
  ]);
});
