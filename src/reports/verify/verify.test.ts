import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { type ProofResult, runProofs } from '../../ledger/proofs/index.ts';
import { sealWorkspace } from '../../ledger/seals/seal-workspace.ts';
import { createWorkspace } from '../../ledger/workspaces/create-workspace.ts';
import { SERVER_ROLE } from '../../platform/database/server-role.ts';
import { type FixtureBooks, makeBooks } from './books.fixture.ts';
import { PROOFS, verifyDatabase, verifyWorkspace } from './verify.ts';

let clone: TestDatabase;
let books: FixtureBooks;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  books = await makeBooks(clone);
});
afterAll(() => clone.close());

const failed = (results: readonly ProofResult[]) => results.filter((result) => result.failureCount > 0);

/** What the proofs say of books that the owner changed behind every trigger and key; the change is then undone. */
async function proveTampered(statements: readonly string[]): Promise<ProofResult[]> {
  const client = await clone.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query(`SET LOCAL ROLE ${SERVER_ROLE}; SET LOCAL app.workspace_id = '${books.workspaceId}'`);
    const query = async (text: string, values?: readonly unknown[]) =>
      (await client.query(text, values as unknown[])).rows;
    return failed(await runProofs({ query } as never, books.workspaceId, PROOFS));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('verifyWorkspace', () => {
  it('finds sound books sound, and has checked something by every proof', async () => {
    const results = await verifyWorkspace(clone.database, books.workspaceId);
    expect(failed(results)).toEqual([]);
    expect(results.map((result) => result.name)).toEqual(PROOFS.map((proof) => proof.name));
    expect(results.filter((result) => result.checked === 0)).toEqual([]);
    expect(results.find((result) => result.name === 'entries-balance')?.checked).toBe(5);
  });

  it('finds books without a posting sound', async () => {
    const workspaceId = await createWorkspace(clone.database, { name: 'Empty', currency: 'EUR' });
    expect(failed(await verifyWorkspace(clone.database, workspaceId))).toEqual([]);
  });

  it('holds while others post and seal', async () => {
    const workspaceId = await createWorkspace(clone.database, { name: 'Busy', currency: 'USD' });
    let posting = true;
    const lines = [
      { account: '1000', amount: 5 },
      { account: '4000', amount: -5 },
    ];
    const post = async () => {
      while (posting) await postEntry(clone.database, workspaceId, { effective: '2026-03-01', lines });
    };
    const seal = async () => {
      while (posting) await sealWorkspace(clone.database, workspaceId);
    };
    const busy = [post(), post(), seal(), seal()];
    for (let turn = 0; turn < 15; turn += 1) {
      expect(failed(await verifyWorkspace(clone.database, workspaceId))).toEqual([]);
    }
    posting = false;
    await Promise.all(busy);
  });
});

describe('verifyDatabase', () => {
  it('proves every workspace, or the one that is named', async () => {
    const all = await verifyDatabase(clone.database);
    expect(all.map((one) => one.workspaceName)).toContain('Proved');
    const [one, ...none] = await verifyDatabase(clone.database, books.workspaceId);
    expect(one).toMatchObject({ workspaceId: books.workspaceId, workspaceName: 'Proved' });
    expect(none).toEqual([]);
  });

  it('says that there is no such workspace instead of finding it sound', async () => {
    await expect(verifyDatabase(clone.database, uuidv7())).rejects.toThrow('There is no workspace');
  });
});

describe('tampering is found and named', () => {
  type Tampering = readonly [
    what: string,
    proof: string,
    says: () => string,
    change: () => string | readonly string[],
  ];
  const entry = (id: string) => `workspace_id = '${books.workspaceId}' AND entry_id = '${id}'`;
  const row = (id: string) => `workspace_id = '${books.workspaceId}' AND id = '${id}'`;
  const ws = () => `workspace_id = '${books.workspaceId}'`;

  const tamperings: readonly Tampering[] = [
    [
      'a line’s amount is changed',
      'entries-balance',
      () => `entry ${books.unsealedEntryId} of 2026-03-03 is out of balance: accrual 1, cash 1`,
      () =>
        `UPDATE journal_line SET base_amount = base_amount + 1 WHERE ${entry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'a line’s amount in its own currency is changed',
      'entries-balance',
      () => 'out of balance in its own currency: accrual 1, cash 1',
      () =>
        `UPDATE journal_line SET amount = amount + 1 WHERE ${entry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'a line is moved to one book',
      'entries-balance',
      () => 'out of balance: accrual 0, cash 70',
      () => `UPDATE journal_line SET basis = 'accrual' WHERE ${entry(books.journalEntryId)} AND line_no = 2`,
    ],
    [
      'a line is deleted',
      'entries-balance',
      () => `entry ${books.unsealedEntryId} of 2026-03-03 has 1 lines`,
      () => `DELETE FROM journal_line WHERE ${entry(books.unsealedEntryId)} AND line_no = 1`,
    ],
    [
      'an entry is deleted under its lines',
      'no-orphans',
      () => `entry ${books.unsealedEntryId} stands without its entry`,
      () => `DELETE FROM journal_entry WHERE ${entry(books.unsealedEntryId)}`,
    ],
    [
      'an account is deleted under its lines',
      'no-orphans',
      () => `names account ${books.accounts.get('6000')}`,
      () => `DELETE FROM account WHERE ${row(books.accounts.get('6000')!)}`,
    ],
    [
      'a customer is deleted',
      'no-orphans',
      () => `names customer ${books.customerId}`,
      () => `DELETE FROM customer WHERE ${ws()}`,
    ],
    [
      'a tag is deleted',
      'no-orphans',
      () => `names tag ${books.tagId}`,
      () => `DELETE FROM tag WHERE ${ws()}`,
    ],
    [
      'an open item is deleted',
      'no-orphans',
      () => `names open item ${books.invoiceId}`,
      () => `DELETE FROM open_item WHERE ${row(books.invoiceId)}`,
    ],
    [
      'a reversal is moved to other accounts',
      'reversals-negate',
      () => `reversal ${books.reversalId} is not entry ${books.journalEntryId} negated`,
      () =>
        `UPDATE journal_line SET account_id = '${books.accounts.get('6010')}' WHERE ${entry(books.reversalId)} AND line_no = 1`,
    ],
    [
      'a reversal names nothing',
      'reversals-negate',
      () => `reversal ${books.reversalId} names entry`,
      () => `UPDATE journal_entry SET reverses_entry_id = '${uuidv7()}' WHERE ${entry(books.reversalId)}`,
    ],
    [
      'a seal is deleted',
      'sealed-once',
      () => `entry ${books.journalEntryId} of 2026-03-02 has no seal and waits for none`,
      () => `DELETE FROM entry_seal WHERE ${entry(books.journalEntryId)}`,
    ],
    [
      'an unsealed mark is deleted',
      'sealed-once',
      () => `entry ${books.unsealedEntryId} of 2026-03-03 has no seal`,
      () => `DELETE FROM unsealed_entry WHERE ${entry(books.unsealedEntryId)}`,
    ],
    [
      'a sealed entry waits again',
      'sealed-once',
      () => `entry ${books.journalEntryId} of 2026-03-02 is sealed and waits`,
      () =>
        `INSERT INTO unsealed_entry SELECT workspace_id, effective, entry_id, recorded_at FROM journal_entry WHERE ${entry(books.journalEntryId)}`,
    ],
    [
      'an entry is deleted whole',
      'sealed-once',
      () => `a seal covers entry ${books.reversalId}, which is not there`,
      () => [
        `DELETE FROM journal_line WHERE ${entry(books.reversalId)}`,
        `DELETE FROM journal_entry WHERE ${entry(books.reversalId)}`,
      ],
    ],
    [
      'a seal in the middle is deleted',
      'seals-gapless',
      () => 'seals 2 to 2 are missing',
      () => `DELETE FROM entry_seal WHERE ${ws()} AND number = 2`,
    ],
    [
      'the first seal is deleted',
      'seals-gapless',
      () => 'seals 1 to 1 are missing',
      () => `DELETE FROM entry_seal WHERE ${ws()} AND number = 1`,
    ],
    [
      'the last seal is deleted',
      'seals-gapless',
      () => 'the head is at 4, the last seal is 3',
      () => `DELETE FROM entry_seal WHERE ${ws()} AND number = 4`,
    ],
    [
      'the head is moved',
      'seals-gapless',
      () => 'hash is not that of seal 4',
      () => `UPDATE chain_head SET hash = sha256('x') WHERE ${ws()}`,
    ],
    [
      'the head is deleted',
      'seals-gapless',
      () => 'the chain has no head',
      () => `DELETE FROM chain_head WHERE ${ws()}`,
    ],
    [
      'a text is changed',
      'chain-holds',
      () => `seal 3 does not fit entry ${books.journalEntryId}`,
      () => `UPDATE journal_entry SET description = 'other' WHERE ${entry(books.journalEntryId)}`,
    ],
    [
      'an instant is changed by a microsecond',
      'chain-holds',
      () => 'seal 3 does not fit',
      () =>
        `UPDATE journal_entry SET recorded_at = recorded_at + interval '1 microsecond' WHERE ${entry(books.journalEntryId)}`,
    ],
    [
      'both lines of a sealed entry are changed in balance',
      'chain-holds',
      () => 'seal 3 does not fit',
      () =>
        `UPDATE journal_line SET amount = 2 * amount, base_amount = 2 * base_amount WHERE ${entry(books.journalEntryId)}`,
    ],
    [
      'a tag is taken off',
      'chain-holds',
      () => 'seal 1 does not fit',
      () => `DELETE FROM journal_line_tag WHERE ${ws()} AND line_no = 2`,
    ],
    [
      'a hash is changed',
      'chain-holds',
      () => 'seal 2 does not fit',
      () => `UPDATE entry_seal SET hash = sha256('x') WHERE ${ws()} AND number = 2`,
    ],
    [
      'a total is changed',
      'totals-fit',
      () => `total of account ${books.accounts.get('4000')}`,
      () =>
        `UPDATE account_total SET base_amount = base_amount + 1 WHERE ${ws()} AND account_id = '${books.accounts.get('4000')}'`,
    ],
    [
      'a count of lines is changed',
      'totals-fit',
      () => `total of account ${books.accounts.get('4000')}`,
      () =>
        `UPDATE account_total SET line_count = line_count + 1 WHERE ${ws()} AND account_id = '${books.accounts.get('4000')}'`,
    ],
    [
      'a total is deleted',
      'totals-fit',
      () => 'stored none',
      () => `DELETE FROM account_total WHERE ${ws()} AND basis = 'accrual'`,
    ],
    [
      'a total is invented',
      'totals-fit',
      () => 'lines say none',
      () =>
        `INSERT INTO account_total VALUES ('${books.workspaceId}', '${books.accounts.get('1000')}', 'USD', 'both', '2026-04-01', 1, 1, 1)`,
    ],
    [
      'a receivable has no open item',
      'control-lines-have-items',
      () => 'is receivable and has no open item',
      () =>
        `UPDATE journal_line SET open_item_id = NULL WHERE ${ws()} AND open_item_id = '${books.invoiceId}'`,
    ],
    [
      'an open item is on the other side',
      'control-lines-have-items',
      () => `its open item ${books.invoiceId} is payable`,
      () => `UPDATE open_item SET control = 'payable' WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an open item is of another customer',
      'control-lines-have-items',
      () => `another party than its open item ${books.invoiceId}`,
      () => `UPDATE open_item SET customer_id = '${uuidv7()}' WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an open item is in another currency',
      'control-lines-have-items',
      () => `its open item ${books.invoiceId} in EUR`,
      () => `UPDATE open_item SET currency = 'EUR' WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an open item stands on another account',
      'control-lines-have-items',
      () => `has an open item and stands on account ${books.accounts.get('1000')}`,
      () =>
        `UPDATE journal_line SET account_id = '${books.accounts.get('1000')}' WHERE ${ws()} AND open_item_id = '${books.invoiceId}'`,
    ],
    [
      'an open item has no line',
      'open-items-have-lines',
      () => `open item ${books.draftId} (invoice ${books.draftId}) has no line`,
      () =>
        `INSERT INTO open_item (workspace_id, id, control, source, source_id, currency) VALUES ('${books.workspaceId}', '${books.draftId}', 'receivable', 'invoice', '${books.draftId}', 'USD')`,
    ],
    [
      'an allocation names nothing',
      'open-items-have-lines',
      () => 'names an open item that is not there',
      () => `UPDATE allocation SET from_open_item_id = '${uuidv7()}' WHERE ${ws()}`,
    ],
    [
      'receivables and their totals differ',
      'sub-ledgers-agree',
      () => 'receivable in total: the ledger says 10326, open items say 10325',
      () =>
        `UPDATE account_total SET base_amount = base_amount + 1 WHERE ${ws()} AND account_id = '${books.accounts.get('1200')}'`,
    ],
    [
      'a customer’s receivable has another customer’s item',
      'sub-ledgers-agree',
      () => `receivable of party ${books.customerId}: the ledger says 10325, open items say -500`,
      () => `UPDATE open_item SET customer_id = '${uuidv7()}' WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an approved invoice has no entry',
      'invoices-posted-once',
      () => `(${books.invoiceId}) is approved and not posted`,
      () =>
        `UPDATE journal_entry SET source_id = '${uuidv7()}' WHERE ${ws()} AND source_id = '${books.invoiceId}'`,
    ],
    [
      'an entry names no document',
      'invoices-posted-once',
      () => `names invoice ${books.invoiceId}, which is not there`,
      () => `DELETE FROM invoice WHERE ${row(books.invoiceId)}`,
    ],
    [
      'a draft has an entry',
      'invoices-posted-once',
      () => `(${books.draftId}) should post nothing and has 1 live entries`,
      () => `UPDATE journal_entry SET source_id = '${books.draftId}' WHERE ${entry(books.unsealedEntryId)}`,
    ],
    [
      'a document has two live entries',
      'invoices-posted-once',
      () => `(${books.invoiceId}) has 2 live entries`,
      () =>
        `UPDATE journal_entry SET source_id = '${books.invoiceId}', source_version = 2 WHERE ${entry(books.unsealedEntryId)}`,
    ],
    [
      'a deleted document keeps its entry',
      'invoices-posted-once',
      () => `(${books.invoiceId}) should post nothing`,
      () => `UPDATE invoice SET deleted_at = now() WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an entry is of another version',
      'invoices-posted-once',
      () => `(${books.memoId}): its live entry is not of version 2`,
      () => `UPDATE invoice SET version = 2 WHERE ${row(books.memoId)}`,
    ],
    [
      'a memo’s total is changed',
      'invoices-posted-once',
      () => `(${books.memoId}) says -500 (base -501), receivables say -500 (base -500)`,
      () => `UPDATE invoice SET base_total = 501 WHERE ${row(books.memoId)}`,
    ],
    [
      'a document’s sums are changed',
      'invoices-add-up',
      () => `(${books.draftId}): its lines add up to subtotal 300`,
      () => `UPDATE invoice SET subtotal = 299, total = 299 WHERE ${row(books.draftId)}`,
    ],
    [
      'a document’s lines are deleted',
      'invoices-add-up',
      () => `(${books.draftId}): its lines add up to subtotal , `,
      () => `DELETE FROM invoice_line WHERE ${ws()} AND invoice_id = '${books.draftId}'`,
    ],
    [
      'a line’s total is changed',
      'invoices-add-up',
      () => `line 1 of invoice ${books.draftId}: 300 - 0 + 0 is not 301`,
      () => `UPDATE invoice_line SET total = 301 WHERE ${ws()} AND invoice_id = '${books.draftId}'`,
    ],
    [
      'a line’s tax is changed',
      'invoices-add-up',
      () => `line 1 of invoice ${books.invoiceId}: its tax is 825, its taxes add up to 824`,
      () => `UPDATE invoice_line_tax SET amount = 824 WHERE ${ws()} AND invoice_id = '${books.invoiceId}'`,
    ],
    [
      'what was paid is changed',
      'invoices-settled',
      () => `(${books.invoiceId}): 499 paid, allocations say 500`,
      () => `UPDATE invoice SET paid_amount = 499 WHERE ${row(books.invoiceId)}`,
    ],
    [
      'an allocation is deleted',
      'invoices-settled',
      () => `(${books.memoId}): 500 paid, allocations say 0`,
      () => `DELETE FROM allocation WHERE ${ws()}`,
    ],
    [
      'more is paid than was owed',
      'invoices-settled',
      () => `(${books.memoId}): 600 paid of 500`,
      () => [
        `UPDATE allocation SET amount = 600 WHERE ${ws()}`,
        `UPDATE invoice SET paid_amount = 600 WHERE ${ws()} AND paid_amount = 500`,
      ],
    ],
    [
      'a number is there twice',
      'numbers-unique',
      () => 'invoice number inv-000001 is on 2 documents',
      () => [
        'DROP INDEX invoice_number_unique',
        `UPDATE invoice SET number_key = 'inv-000001' WHERE ${row(books.draftId)}`,
      ],
    ],
    [
      'a numbered document is deleted without a register row',
      'numbers-without-holes',
      () => 'number INV-000002 was allotted',
      () => `UPDATE invoice SET deleted_at = now() WHERE ${row(books.draftId)}`,
    ],
  ];

  it.each(tamperings)('%s: %s', async (_what, proof, says, change) => {
    const failures = await proveTampered([change()].flat());
    const found = failures.find((result) => result.name === proof);
    expect(failures.map((result) => result.name)).toContain(proof);
    expect(found!.failures.join('\n')).toContain(says());
  });

  it('by every proof', () => {
    const covered = new Set(tamperings.map(([, proof]) => proof));
    expect(PROOFS.map((proof) => proof.name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('takes a registered number for no hole', async () => {
    const statements = [
      `UPDATE invoice SET deleted_at = now() WHERE ${row(books.draftId)}`,
      `INSERT INTO number_register (workspace_id, series, number, document_id, reason)
       VALUES ('${books.workspaceId}', 'INV-', 'INV-000002', '${books.draftId}', 'deleted')`,
    ];
    expect(await proveTampered(statements)).toEqual([]);
  });

  it('shows the first twenty failures and counts all', async () => {
    const invented = `INSERT INTO account_total
      SELECT '${books.workspaceId}', '${books.accounts.get('1000')}', 'USD', 'both', date '2027-01-01' + n, 1, 1, 1 FROM generate_series(1, 30) n`;
    const found = (await proveTampered([invented])).find((result) => result.name === 'totals-fit');
    expect(found).toMatchObject({ failureCount: 30 });
    expect(found!.failures).toHaveLength(20);
  });
});
