import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { NewWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import { accountIds, type EntryLine, type NewEntry, postEntry } from './post-entry.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

type Query = Record<string, string | readonly string[]>;

/** The books of one workspace, new for each test, and their trial balance. */
export class TrialBalanceBooks {
  server!: TestServer;
  workspace!: TestWorkspace;
  ids!: Map<string, string>;

  /** Begins new books. */
  async open(wanted: Partial<NewWorkspace> = {}): Promise<void> {
    this.workspace = await this.server.addWorkspace(wanted);
    this.ids = await accountIds(this.server.database, this.workspace.workspaceId);
  }

  post(effective: string, ...lines: EntryLine[]): Promise<string> {
    return postEntry(this.server.database, this.workspace.workspaceId, { effective, lines });
  }

  postEntry(entry: NewEntry): Promise<string> {
    return postEntry(this.server.database, this.workspace.workspaceId, entry);
  }

  async read(query: Query, from: TestWorkspace = this.workspace) {
    return (await from.strict.get('/reports/trial-balance', query)).body.data;
  }

  /** The body of a 400. */
  async refusal(query: Query) {
    const { status, body } = await this.workspace.strict.get('/reports/trial-balance', query);
    expect(status).toBe(400);
    return body;
  }

  async addTag(name: string): Promise<string> {
    const id = uuidv7();
    await this.server.owner.query(
      'INSERT INTO tag (workspace_id, id, name, name_key) VALUES ($1, $2, $3, $3)',
      [this.workspace.workspaceId, id, name],
    );
    return id;
  }

  /** While it runs nothing can be sealed: a sealer that finds the head of the chain locked leaves. */
  async withoutSealing<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.server.owner.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [
        this.workspace.workspaceId,
      ]);
      return await work();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }
}

/** `{1000: '125.00', 4000: '-125.00'}`: what stands on the debit side positive, on the credit side negative. */
export const sides = (report: { rows: { accountNumber: string; debit: string; credit: string }[] }) =>
  Object.fromEntries(
    report.rows.map((row) => [row.accountNumber, row.credit === '0.00' ? row.debit : `-${row.credit}`]),
  );

/** Declares a server for the file and new books for each of its tests. */
export function useTrialBalanceBooks(): TrialBalanceBooks {
  const books = new TrialBalanceBooks();
  beforeAll(async () => {
    books.server = await startTestServer();
  });
  afterAll(() => books.server.close());
  beforeEach(() => books.open());
  return books;
}
