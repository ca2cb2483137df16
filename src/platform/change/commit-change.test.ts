import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import type { Database } from '../database/database.ts';
import type { ChangeContext, DoneChange } from './change.ts';
import { commitChange } from './commit-change.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function context(changes: Partial<ChangeContext> = {}): ChangeContext {
  const { workspaceId, personId, strictAppId } = server;
  const shared = { requestId: uuidv7(), remoteAddress: '127.0.0.1', statusCode: 200, message: 'Done.' };
  return { workspaceId, personId, partnerAppId: strictAppId, ...shared, ...changes };
}

function done(): DoneChange<{ uuid: string; note: string }> {
  const data = { uuid: uuidv7(), note: 'kept' };
  return { data, records: [{ entity: 'tag', entityId: data.uuid, action: 'created', document: data }] };
}

async function trailOf(entityId: string) {
  const audit = await server.owner.query(
    'SELECT action, entity_type, person_id, partner_app_id FROM audit_log WHERE entity_id = $1',
    [entityId],
  );
  const events = await server.owner.query('SELECT type, document FROM outbox_event WHERE entity_id = $1', [
    entityId,
  ]);
  return { audit: audit.rows, events: events.rows };
}

describe('a change', () => {
  it('leaves an audit row and an event with the document, in the same transaction', async () => {
    const change = done();
    await commitChange(server.database, context(), {}, async () => change);
    const { audit, events } = await trailOf(change.data.uuid);
    expect(audit).toEqual([
      {
        action: 'created',
        entity_type: 'tag',
        person_id: server.personId,
        partner_app_id: server.strictAppId,
      },
    ]);
    expect(events).toEqual([{ type: 'tag.created', document: JSON.stringify(change.data) }]);
  });

  it('leaves nothing when it throws, nor on a dry run', async () => {
    const change = done();
    const failing = commitChange(server.database, context(), {}, async (transaction) => {
      await transaction.query('SELECT 1 / 0');
      return change;
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    const dry = await commitChange(server.database, context(), { dryRun: true }, async () => change);
    expect(dry.data).toEqual({ ...change.data, dryRun: true });
    expect(await trailOf(change.data.uuid)).toEqual({ audit: [], events: [] });
  });

  it('stores the document once: the idempotency record points to the event', async () => {
    const change = done();
    const idempotency = { key: 'points', requestHash: 'ab'.repeat(32) };
    await commitChange(server.database, context({ idempotency }), {}, async () => change);
    const { rows } = await server.owner.query(
      `SELECT answer, event_id IS NOT NULL AS points FROM idempotency_record WHERE key = 'points'`,
    );
    expect(rows).toEqual([{ answer: null, points: true }]);
    const again = await commitChange(server.database, context({ idempotency }), {}, async () => done());
    expect(again).toEqual({ data: change.data, message: 'Done.', replayed: true });
  });

  it('frees a key after 24 hours', async () => {
    const idempotency = { key: 'old', requestHash: 'cd'.repeat(32) };
    await commitChange(server.database, context({ idempotency }), {}, async () => done());
    await server.owner.query(
      `UPDATE idempotency_record SET created_at = created_at - interval '25 hours' WHERE key = 'old'`,
    );
    const second = done();
    const { data, replayed } = await commitChange(
      server.database,
      context({ idempotency }),
      {},
      async () => second,
    );
    expect({ data, replayed }).toEqual({ data: second.data, replayed: undefined });
  });
});

describe('a connection lost in COMMIT', () => {
  const lost = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' });
  const said = { code: '57P01', severity: 'FATAL', routine: 'ProcessInterrupts' };
  const farewell = () => Object.assign(new pg.DatabaseError('terminating connection', 22, 'error'), said);
  let looks = 0;

  /** A database whose connection breaks at the last statement: after it was sent, or before. */
  function breaking(when: 'after' | 'before', error: Error = lost()): Database {
    looks = 0;
    return {
      ...server.database,
      unfenced(work) {
        looks += 1;
        return server.database.unfenced(work);
      },
      transaction: (options, work) =>
        server.database
          .transaction(options, (transaction) =>
            work({
              ...transaction,
              async finish(statement) {
                if (when === 'after') await transaction.finish(statement);
                else await transaction.rollback();
                throw new Error('broken');
              },
            }),
          )
          .catch(() => Promise.reject(error)),
    };
  }

  it.each([
    ['without a word', lost],
    ['by a backend that said so', farewell],
  ])('is answered as done where the change is there: %s', async (_, error) => {
    const change = done();
    const { data } = await commitChange(breaking('after', error()), context(), {}, async () => change);
    expect(data).toEqual(change.data);
    expect((await trailOf(change.data.uuid)).events).toHaveLength(1);
  });

  it('is an error where the change is not there, after looks for as long as the backend may be at it', async () => {
    const change = done();
    await expect(commitChange(breaking('before'), context(), {}, async () => change)).rejects.toMatchObject({
      code: '57P01',
    });
    expect((await trailOf(change.data.uuid)).events).toHaveLength(0);
    expect(looks).toBeGreaterThan(5);
  });

  it('is an error after one look where the backend said that it is over', async () => {
    const change = done();
    const database = breaking('before', farewell());
    await expect(commitChange(database, context(), {}, async () => change)).rejects.toMatchObject(said);
    expect(looks).toBe(1);
  });

  it('is an error without a look where COMMIT cannot have arrived', async () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      nothingKept: true,
    });
    const database = { ...breaking('before'), transaction: () => Promise.reject(error) };
    await expect(commitChange(database, context(), {}, async () => done())).rejects.toBe(error);
    expect(looks).toBe(0);
  });
});
