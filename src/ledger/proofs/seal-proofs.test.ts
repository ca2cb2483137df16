import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ofEntry, testTampering } from '../../../test/support/tampering.ts';
import { SEAL_PROOFS } from './seal-proofs.ts';

const ofItem = (id: string) => `open_item_id = '${id}'`;

describe('the proofs of seals and totals', () => {
  const prove = testTampering(SEAL_PROOFS, [
    [
      'the total of a customer is changed',
      'dimension-totals-fit',
      (books) => `total of customer ${books.customerId} on account`,
      () => `UPDATE dimension_total SET base_amount = base_amount + 1 WHERE dimension = 'customer'`,
    ],
    [
      'the totals of tags are deleted',
      'dimension-totals-fit',
      () => 'stored none',
      () => `DELETE FROM dimension_total WHERE dimension = 'tag'`,
    ],
    [
      'the total of an account in a month is changed',
      'month-totals-fit',
      (books) => `total of account ${books.accounts.get('4000')}, `,
      (books) =>
        `UPDATE account_month_total SET base_amount = base_amount + 1 WHERE account_id = '${books.accounts.get('4000')}'`,
    ],
    [
      'the total of a customer in a month is changed',
      'month-totals-fit',
      (books) => `, of customer ${books.customerId}, in the month from 20`,
      () => `UPDATE dimension_month_total SET line_count = line_count + 1 WHERE dimension = 'customer'`,
    ],
    [
      'the totals of months are deleted',
      'month-totals-fit',
      () => 'stored none',
      () => 'DELETE FROM account_month_total',
    ],
    [
      'the total of a month is invented',
      'month-totals-fit',
      () => 'its days say none',
      (books) =>
        `INSERT INTO account_month_total VALUES ('${books.workspaceId}', '2031-04-01', '${books.accounts.get('1000')}', 'both', 1, 1)`,
    ],
    [
      'what is left of an invoice is changed',
      'open-item-totals-fit',
      (books) => `total of open item ${books.invoiceId}: stored 10326 (`,
      (books) => `UPDATE open_item_total SET amount = amount + 1 WHERE ${ofItem(books.invoiceId)}`,
    ],
    [
      'what is left of an invoice in the workspace’s currency is changed',
      'open-item-totals-fit',
      (books) => `total of open item ${books.invoiceId}: stored 10325 (base 10326,`,
      (books) => `UPDATE open_item_total SET base_amount = base_amount + 1 WHERE ${ofItem(books.invoiceId)}`,
    ],
    [
      'an invoice is made older',
      'open-item-totals-fit',
      () => 'from 2026-02-01',
      (books) => `UPDATE open_item_total SET first_day = '2026-02-01' WHERE ${ofItem(books.invoiceId)}`,
    ],
    [
      'the total of an open item is deleted',
      'open-item-totals-fit',
      (books) => `total of open item ${books.memoId}: stored none`,
      (books) => `DELETE FROM open_item_total WHERE ${ofItem(books.memoId)}`,
    ],
    [
      'the total of an open item is invented',
      'open-item-totals-fit',
      () => 'lines and allocations say none',
      (books) =>
        `INSERT INTO open_item_total (workspace_id, open_item_id, control, currency, amount, base_amount, line_count, allocation_count)
         VALUES ('${books.workspaceId}', '${uuidv7()}', 'receivable', 'USD', 1, 1, 1, 0)`,
    ],
    [
      'what is left of an invoice is told of another customer',
      'open-item-totals-fit',
      (books) => `total of open item ${books.invoiceId}: stored as receivable of nobody in USD`,
      (books) => `UPDATE open_item_total SET party_id = NULL WHERE ${ofItem(books.invoiceId)}`,
    ],
    [
      'an allocation is added without its mark',
      'open-item-totals-fit',
      (books) => `total of open item ${books.memoId}: stored 0 (`,
      (books) =>
        `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
         VALUES ('${books.workspaceId}', '${uuidv7()}', '${books.memoId}', '${books.invoiceId}', 1, 1, '2026-03-05')`,
    ],
    [
      'an allocation that is totalled waits again',
      'open-item-totals-fit',
      (books) => `total of open item ${books.memoId}: stored 0 (`,
      () => `INSERT INTO untotalled_allocation SELECT workspace_id, id FROM allocation`,
    ],
    [
      'a mark names no allocation',
      'open-item-totals-fit',
      () => 'waits to be totalled and is not there',
      (books) => `INSERT INTO untotalled_allocation VALUES ('${books.workspaceId}', '${uuidv7()}')`,
    ],
    [
      'a seal is deleted',
      'sealed-once',
      (books) => `entry ${books.journalEntryId} of 2026-03-02 has no seal and waits for none`,
      (books) => `DELETE FROM entry_seal WHERE ${ofEntry(books.journalEntryId)}`,
    ],
    [
      'an unsealed mark is deleted',
      'sealed-once',
      (books) => `entry ${books.unsealedEntryId} of 2026-03-03 has no seal`,
      (books) => `DELETE FROM unsealed_entry WHERE ${ofEntry(books.unsealedEntryId)}`,
    ],
    [
      'a sealed entry waits again',
      'sealed-once',
      (books) => `entry ${books.journalEntryId} of 2026-03-02 is sealed and waits`,
      (books) =>
        `INSERT INTO unsealed_entry SELECT workspace_id, effective, entry_id, recorded_at FROM journal_entry WHERE ${ofEntry(books.journalEntryId)}`,
    ],
    [
      'an entry is deleted whole',
      'sealed-once',
      (books) => `a seal covers entry ${books.reversalId}, which is not there`,
      (books) => [
        `DELETE FROM journal_line WHERE ${ofEntry(books.reversalId)}`,
        `DELETE FROM journal_entry WHERE ${ofEntry(books.reversalId)}`,
      ],
    ],
    [
      'a seal in the middle is deleted',
      'seals-gapless',
      () => 'seals 2 to 2 are missing',
      () => `DELETE FROM entry_seal WHERE number = 2`,
    ],
    [
      'the first seal is deleted',
      'seals-gapless',
      () => 'seals 1 to 1 are missing',
      () => `DELETE FROM entry_seal WHERE number = 1`,
    ],
    [
      'the last seal is deleted',
      'seals-gapless',
      () => 'the head is at 4, the last seal is 3',
      () => `DELETE FROM entry_seal WHERE number = 4`,
    ],
    [
      'the head is moved',
      'seals-gapless',
      () => 'hash is not that of seal 4',
      () => `UPDATE chain_head SET hash = sha256('x')`,
    ],
    ['the head is deleted', 'seals-gapless', () => 'the chain has no head', () => `DELETE FROM chain_head`],
    [
      'a text is changed',
      'chain-holds',
      (books) => `seal 3 does not fit entry ${books.journalEntryId}`,
      (books) => `UPDATE journal_entry SET description = 'other' WHERE ${ofEntry(books.journalEntryId)}`,
    ],
    [
      'an instant is changed by a microsecond',
      'chain-holds',
      () => 'seal 3 does not fit',
      (books) =>
        `UPDATE journal_entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE ${ofEntry(books.journalEntryId)}`,
    ],
    [
      'both lines of a sealed entry are changed in balance',
      'chain-holds',
      () => 'seal 3 does not fit',
      (books) =>
        `UPDATE journal_line SET amount = 2 * amount, base_amount = 2 * base_amount WHERE ${ofEntry(books.journalEntryId)}`,
    ],
    [
      'a tag is taken off',
      'chain-holds',
      () => 'seal 1 does not fit',
      () => `DELETE FROM journal_line_tag WHERE line_no = 2`,
    ],
    [
      'a hash is changed',
      'chain-holds',
      () => 'seal 2 does not fit',
      () => `UPDATE entry_seal SET hash = sha256('x') WHERE number = 2`,
    ],
    [
      'a total is changed',
      'totals-fit',
      (books) => `total of account ${books.accounts.get('4000')}`,
      (books) =>
        `UPDATE account_total SET base_amount = base_amount + 1 WHERE account_id = '${books.accounts.get('4000')}'`,
    ],
    [
      'a count of lines is changed',
      'totals-fit',
      (books) => `total of account ${books.accounts.get('4000')}`,
      (books) =>
        `UPDATE account_total SET line_count = line_count + 1 WHERE account_id = '${books.accounts.get('4000')}'`,
    ],
    [
      'a total is deleted',
      'totals-fit',
      () => 'stored none',
      () => `DELETE FROM account_total WHERE basis = 'accrual'`,
    ],
    [
      'a total is invented',
      'totals-fit',
      () => 'lines say none',
      (books) =>
        `INSERT INTO account_total VALUES ('${books.workspaceId}', '${books.accounts.get('1000')}', 'USD', 'both', '2026-04-01', 1, 1, 1)`,
    ],
  ]);

  it('show the first twenty failures and count all', async () => {
    const invented = `INSERT INTO account_total
      SELECT workspace_id, id, 'USD', 'both', date '2027-01-01' + n, 1, 1, 1
        FROM account, generate_series(1, 30) n WHERE account_number = '1000'`;
    const found = (await prove([invented])).find((result) => result.name === 'totals-fit');
    expect(found).toMatchObject({ failureCount: 30 });
    expect(found!.failures).toHaveLength(20);
  });
});
