import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Database } from '../../platform/database/database.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';
import { sealWorkspace } from './seal-workspace.ts';
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

  it('totals what is allocated where nothing waits for a seal', async () => {
    const workspaceId = await createWorkspace(clone.database, { name: 'Allocated', currency: 'USD' });
    const ids = [1_000, -400].map((amount) => ({ openItemId: uuidv7(), amount }));
    for (const { openItemId, amount } of ids)
      await postEntry(clone.database, workspaceId, {
        ...{ effective: '2026-03-01', openItemId },
        lines: [
          { account: '1200', amount, basis: 'accrual', open: true },
          { account: '4000', amount: -amount, basis: 'accrual' },
        ],
      });
    await sealWorkspace(clone.database, workspaceId);
    await clone.owner.query(
      `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
       VALUES ($1, gen_random_uuid(), $2, $3, 400, 400, '2026-03-05')`,
      [workspaceId, ids[1]!.openItemId, ids[0]!.openItemId],
    );
    const sealer = startSealer(clone.database, (error) => {
      throw error;
    });
    const left = async () =>
      (
        await clone.owner.query('SELECT amount FROM open_item_total WHERE workspace_id = $1 AND is_open', [
          workspaceId,
        ])
      ).rows;
    await expect.poll(left, { timeout: 5_000 }).toEqual([{ amount: '600' }]);
    await sealer.stop();
  });
});
