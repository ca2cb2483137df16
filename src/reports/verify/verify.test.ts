import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { type FixtureBooks, makeBooks } from '../../../test/support/proved-books.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { ProofResult } from '../../ledger/proofs/index.ts';
import { sealWorkspace } from '../../ledger/seals/seal-workspace.ts';
import { createWorkspace } from '../../ledger/workspaces/create-workspace.ts';
import { PROOFS, verifyDatabase, verifyWorkspace } from './verify.ts';

let clone: TestDatabase;
let books: FixtureBooks;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  books = await makeBooks(clone);
  // A close before the last sealed entry, which is a reversal dated in the closed period.
  await clone.owner.query(
    `INSERT INTO book_closing (workspace_id, id, action, through, request_id, seal_number, seal_hash)
     SELECT $1, $2, 'close', '2026-03-02', 'test', number, hash FROM entry_seal WHERE workspace_id = $1 AND number = 3`,
    [books.workspaceId, uuidv7()],
  );
  await clone.owner.query(`UPDATE books SET closed_through = '2026-03-02' WHERE workspace_id = $1`, [
    books.workspaceId,
  ]);
});
afterAll(() => clone.close());

const failed = (results: readonly ProofResult[]) => results.filter((result) => result.failureCount > 0);

/** These books have nothing of what they prove; their own tests have. */
const WITHOUT_OCCASION = [
  'reversing-entries-cancel',
  'merges-follow-their-history',
  'tax-returns-are-their-lines',
  'tax-returns-follow-one-another',
  'documents-have-a-second-person',
  'manual-entries-have-a-second-person',
  'refunds-and-write-offs-have-a-second-person',
  'closes-hold-their-reports',
];

describe('verifyWorkspace', () => {
  it('finds sound books sound, and has checked something by every proof', async () => {
    const results = await verifyWorkspace(clone.database, books.workspaceId);
    expect(failed(results)).toEqual([]);
    expect(results.map((result) => result.name)).toEqual([
      ...PROOFS.map((proof) => proof.name),
      'closes-hold-their-reports',
    ]);
    const idle = results.filter((result) => result.checked === 0).map((result) => result.name);
    expect(idle).toEqual(WITHOUT_OCCASION);
    expect(results.find((result) => result.name === 'entries-balance')?.checked).toBe(7);
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
