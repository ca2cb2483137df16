import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Proof, type ProofResult, runProofs } from '../../src/ledger/proofs/index.ts';
import { SERVER_ROLE } from '../../src/platform/database/server-role.ts';
import { type FixtureBooks, makeBooks } from './proved-books.ts';
import { cloneTestDatabase, type TestDatabase } from './test-database.ts';

/** What is changed, which proof finds it, what that says of it, and the SQL of the change. */
export type Tampering = readonly [
  what: string,
  proof: string,
  says: (books: FixtureBooks) => string,
  change: (books: FixtureBooks) => string | readonly string[],
];

/** The SQL condition for the rows of an entry. */
export const ofEntry = (entryId: string) => `entry_id = '${entryId}'`;
/** The SQL condition for the row with an id. */
export const withId = (id: string) => `id = '${id}'`;

/**
 * Declares a test for each tampering of sound books by the owner, past every trigger and key, and one that the
 * tamperings reach every proof. Each change is undone.
 *
 * @returns what the proofs say of the books after the given statements
 */
export function testTampering(proofs: readonly Proof[], tamperings: readonly Tampering[]) {
  let clone: TestDatabase;
  let books: FixtureBooks;
  beforeAll(async () => {
    clone = await cloneTestDatabase();
    books = await makeBooks(clone);
  });
  afterAll(() => clone.close());

  async function prove(statements: readonly string[]): Promise<ProofResult[]> {
    const client = await clone.owner.connect();
    try {
      await client.query('BEGIN');
      await client.query('SET LOCAL session_replication_role = replica');
      for (const statement of statements) await client.query(statement);
      await client.query(
        `SET LOCAL ROLE ${SERVER_ROLE}; SET LOCAL app.workspace_id = '${books.workspaceId}'`,
      );
      const query = async (text: string, values?: readonly unknown[]) =>
        (await client.query(text, values as unknown[])).rows;
      const results = await runProofs({ query } as never, books.workspaceId, proofs);
      return results.filter((result) => result.failureCount > 0);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  it('find sound books sound', async () => {
    expect(await prove([])).toEqual([]);
  });

  it.each(tamperings)('find that %s: %s', async (_what, proof, says, change) => {
    const failures = await prove([change(books)].flat());
    const found = failures.find((result) => result.name === proof);
    expect(failures.map((result) => result.name)).toContain(proof);
    expect(found!.failures.join('\n')).toContain(says(books));
  });

  it('are each shown to find something', () => {
    const reached = new Set(tamperings.map(([, proof]) => proof));
    expect(proofs.map((proof) => proof.name).filter((name) => !reached.has(name))).toEqual([]);
  });

  return prove;
}
