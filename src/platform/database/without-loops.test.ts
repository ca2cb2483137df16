import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { withoutLoops } from './without-loops.ts';

let clone: TestDatabase;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());

describe('what is read without loops', () => {
  it('is joined as sets, however few rows the planner believes in, and nothing after it is', async () => {
    const explain =
      'EXPLAIN SELECT * FROM invoice i JOIN customer c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id';
    const [before, within, after] = await clone.database.read(uuidv7(), async (transaction) => {
      const plan = async () =>
        (await transaction.query<{ 'QUERY PLAN': string }>(explain))
          .map((row) => row['QUERY PLAN'])
          .join('\n');
      return [await plan(), await withoutLoops(transaction, plan), await plan()];
    });
    expect(before).toContain('Nested Loop');
    expect(within).not.toContain('Nested Loop');
    expect(after).toBe(before);
  });
});
