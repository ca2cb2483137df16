import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Database } from '../../platform/database/database.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';
import { startSealer } from './sealer.ts';

let clone: TestDatabase;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());

const ENTRY = {
  effective: '2026-03-01',
  lines: [
    { account: '1000', amount: 100 },
    { account: '4000', amount: -100 },
  ],
};

describe('the sealer', () => {
  it('seals the other workspaces where one cannot be sealed, and tells of that one', async () => {
    const make = async () => {
      const workspaceId = await createWorkspace(clone.database, { name: 'Sealed', currency: 'USD' });
      await postEntry(clone.database, workspaceId, ENTRY);
      return workspaceId;
    };
    const workspaceIds = [await make(), await make(), await make()];
    const broken = workspaceIds[1]!;
    const database: Database = {
      ...clone.database,
      transaction: (options, work) =>
        options.workspaceId === broken
          ? Promise.reject(new Error('on purpose'))
          : clone.database.transaction(options, work),
    };
    const errors: string[] = [];
    const sealer = startSealer(database, (error) => errors.push(error.message));
    sealer.nudge();
    const unsealed = async () =>
      (await clone.owner.query('SELECT workspace_id FROM unsealed_entry')).rows.map(
        (row) => row.workspace_id,
      );
    for (let tries = 0; tries < 100 && (await unsealed()).length > 1; tries += 1) await sleep(50);
    await sealer.stop();
    expect(await unsealed()).toEqual([broken]);
    expect(errors).toContain(`workspace ${broken} could not be sealed: on purpose`);
  });
});
