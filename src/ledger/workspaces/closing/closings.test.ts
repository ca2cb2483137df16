import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';

const CLOSED = '2026-06-30';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function open() {
  const workspace = await server.addWorkspace();
  const client = workspace.strict;
  const fixtures = await createSalesFixtures(client);
  let count = 0;
  const post = (date: string, more: object = {}) => {
    count += 1;
    const dates = { date, dueDate: date, invoiceNumber: `C-${count}` };
    return client.post('/invoices', invoiceBody(fixtures, { ...dates, ...more }));
  };
  const close = (bookClosedThroughDate: string | null, reason?: string) =>
    client.patch('/workspace', { bookClosedThroughDate, ...(reason ? { reason } : {}) });
  const history = async () => (await client.get('/workspace/closings')).body.data.closings;
  return { ...workspace, client, post, close, history };
}

const unsealed = async (workspaceId: string) =>
  (
    await server.owner.query(
      'SELECT entry_id FROM unsealed_entry WHERE workspace_id = $1 AND effective <= $2',
      [workspaceId, CLOSED],
    )
  ).rows.length;

describe('closing the books', () => {
  it('seals what is posted, records the seal, and refuses what is dated in the period', async () => {
    const { client, workspaceId, personId, post, close, history } = await open();
    await post('2026-06-01');
    await post('2026-07-01');
    expect((await close(CLOSED, 'June is filed')).body.data.bookClosedThroughDate).toBe(CLOSED);
    expect(await unsealed(workspaceId)).toBe(0);
    const { rows } = await server.owner.query(
      `SELECT number::integer AS number, encode(hash, 'hex') AS hash FROM chain_head WHERE workspace_id = $1`,
      [workspaceId],
    );
    expect(await history()).toMatchObject([
      {
        action: 'close',
        bookClosedThroughDate: CLOSED,
        previousDate: null,
        reason: 'June is filed',
        by: { uuid: personId, name: 'Test person' },
        sealNumber: 2,
        sealHash: rows[0].hash,
        stale: false,
      },
    ]);
    const refused = await post(CLOSED);
    expect(refused.body).toMatchObject({
      statusCode: 400,
      code: 'PERIOD_CLOSED',
      details: { closedThrough: CLOSED },
    });
    const draft = await post('2026-06-15', { isDraft: true });
    expect(draft.status).toBe(200);
    const approved = await client.call('PATCH', `/invoices/${draft.body.data.uuid}/approve`);
    expect(approved.body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
    expect((await post('2026-07-01')).status).toBe(200);
  });

  it('is undone with a reason only, and tells of a close what was posted in it afterwards', async () => {
    const { post, close, history } = await open();
    await close(CLOSED);
    for (const earlier of [null, '2026-05-31']) {
      expect((await close(earlier)).body).toMatchObject({
        statusCode: 400,
        errors: [{ field: 'reason', code: 'REQUIRED' }],
      });
    }
    expect((await close('2026-05-31', 'A bill came late')).status).toBe(200);
    expect((await post('2026-06-10')).status).toBe(200);
    expect((await post('2026-05-10')).body.code).toBe('PERIOD_CLOSED');
    expect((await close(null, 'Start over')).body.data.bookClosedThroughDate).toBeNull();
    expect(await history()).toMatchObject([
      { action: 'reopen', bookClosedThroughDate: null, previousDate: '2026-05-31', reason: 'Start over' },
      { action: 'reopen', bookClosedThroughDate: '2026-05-31', stale: false },
      { action: 'close', bookClosedThroughDate: CLOSED, stale: true },
    ]);
  });

  it('is for owners, and leaves other settings to everybody', async () => {
    const { client, workspaceId, close, history } = await open();
    await server.owner.query(`UPDATE membership SET role = 'bookkeeper' WHERE workspace_id = $1`, [
      workspaceId,
    ]);
    expect((await close(CLOSED)).body).toMatchObject({ statusCode: 403, code: 'ROLE_REQUIRED' });
    expect((await client.patch('/workspace', { industry: 'Hauling' })).status).toBe(200);
    expect(await history()).toEqual([]);
  });

  it('keeps for owners what changes the reports of closed days', async () => {
    const { client, workspaceId, close } = await open();
    await close(CLOSED);
    expect((await client.patch('/workspace', { fiscalYearStartMonth: 4 })).status).toBe(200);
    await server.owner.query(`UPDATE membership SET role = 'bookkeeper' WHERE workspace_id = $1`, [
      workspaceId,
    ]);
    for (const change of [{ fiscalYearStartMonth: 7 }, { cutoverDate: '2020-01-01' }])
      expect((await client.patch('/workspace', change)).body).toMatchObject({ code: 'ROLE_REQUIRED' });
    expect((await client.patch('/workspace', { fiscalYearStartMonth: 4 })).status).toBe(200);
  });

  it('keeps its history unchanged and apart from other workspaces', async () => {
    const one = await open();
    await one.close(CLOSED);
    expect(await (await open()).history()).toEqual([]);
    const erase = server.owner.query('DELETE FROM book_closing WHERE workspace_id = $1', [one.workspaceId]);
    await expect(erase).rejects.toThrow(/only ever added/);
  });

  it('waits for a sealer that is at work, and seals the rest after it', async () => {
    const { workspaceId, post, close } = await open();
    await post('2026-06-01');
    let closing: ReturnType<typeof close> | undefined;
    let isClosed = false;
    await server.database.transaction({ workspaceId }, async (transaction) => {
      await transaction.query('SELECT seal_entries($1, 10)', [workspaceId]);
      await post('2026-06-02');
      closing = close(CLOSED).finally(() => {
        isClosed = true;
      });
      await sleep(150);
      expect(isClosed).toBe(false);
    });
    expect((await closing!).status).toBe(200);
    expect(await unsealed(workspaceId)).toBe(0);
  });

  it('lets nothing into the period while sixteen post and it is closed and reopened', async () => {
    const { workspaceId, post, close, history } = await open();
    let posting = true;
    const answers: number[] = [];
    const posters = Array.from({ length: 16 }, async () => {
      while (posting) {
        const { status, body } = await post('2026-06-15');
        answers.push(status);
        if (status !== 200) expect(body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
      }
    });
    for (let turn = 0; turn < 3; turn += 1) {
      await sleep(100);
      expect((await close(CLOSED)).status).toBe(200);
      const count = async () =>
        (await server.owner.query('SELECT 1 FROM journal_entry WHERE workspace_id = $1', [workspaceId])).rows
          .length;
      expect(await unsealed(workspaceId)).toBe(0);
      const before = await count();
      await sleep(100);
      expect(await count()).toBe(before);
      expect((await history())[0]).toMatchObject({ action: 'close', sealNumber: before, stale: false });
      if (turn < 2) expect((await close(null, 'Once more')).status).toBe(200);
    }
    posting = false;
    await Promise.all(posters);
    expect(new Set(answers)).toEqual(new Set([200, 400]));
  });
});
