import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { proveBooks } from '../../bench/harness/prove-books.ts';
import { SERVER_ROLE } from '../../src/platform/database/server-role.ts';
import { entryDocument } from '../support/post-entry.ts';
import { type Fault, outcomeWithoutLoad } from './harness/fault.ts';
import { type BooksAccess, makeFolder, prepareServer, withBooks } from './harness/fault-server.ts';
import { postInvoice, wantInvoice } from './harness/load.ts';
import { makeFaultBooks } from './harness/rounds.ts';
import { untilSealed } from './harness/until-sealed.ts';

const BATCHES = 3;

/** Posts an entry and leaves its transaction open. */
async function postWithoutCommit({ owner, database }: BooksAccess, workspaceId: string) {
  const { entryId, document } = await entryDocument(database, workspaceId, {
    effective: '2026-07-01',
    lines: [
      { account: '6000', amount: 70 },
      { account: '1000', amount: -70 },
    ],
  });
  const client = await owner.connect();
  await client.query(`BEGIN; SET LOCAL ROLE ${SERVER_ROLE}; SET LOCAL app.workspace_id = '${workspaceId}'`);
  await client.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]);
  return { entryId, client };
}

async function sealNumber(
  owner: pg.Pool,
  workspaceId: string,
  entryId?: string,
): Promise<number | undefined> {
  const { rows } = await owner.query(
    `SELECT max(number)::int AS number FROM entry_seal WHERE workspace_id = $1 AND ($2::uuid IS NULL OR entry_id = $2)`,
    [workspaceId, entryId],
  );
  return rows[0].number ?? undefined;
}

export const fault: Fault = {
  summary:
    'a transaction is held open while three batches are sealed around it, then commits: it is sealed too',
  times: 2,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const [books] = await makeFaultBooks(server);
    const { workspaceId } = books!;
    await withBooks(server, async (access) => {
      for (let round = 1; round <= times; round += 1) {
        const { entryId, client } = await postWithoutCommit(access, workspaceId);
        let last = 0;
        for (let batch = 1; batch <= BATCHES; batch += 1) {
          const before = (await sealNumber(access.owner, workspaceId)) ?? 0;
          for (let count = 0; count < 5; count += 1) {
            const attempt = await postInvoice(server.port, wantInvoice(books!));
            if (attempt.kind !== 'made')
              throw new Error(`An invoice was not made: ${JSON.stringify(attempt)}`);
          }
          await untilSealed(server);
          last = (await sealNumber(access.owner, workspaceId)) ?? 0;
          if (last !== before + 5)
            throw new Error(`Batch ${batch} sealed ${last - before} entries instead of 5.`);
        }
        if ((await sealNumber(access.owner, workspaceId, entryId)) !== undefined)
          throw new Error('An entry was sealed before it was committed.');
        await client.query('COMMIT');
        client.release();
        // The sealer looks by itself at least every second; nobody nudges it for what another program commits.
        await untilSealed(server);
        await sleep(0);
        const number = await sealNumber(access.owner, workspaceId, entryId);
        if (number !== last + 1) throw new Error(`The late entry has seal ${number} instead of ${last + 1}.`);
        await proveBooks(access.database);
      }
    });
    return outcomeWithoutLoad(times, ['the late entry got the next number, and every proof holds']);
  },
};
