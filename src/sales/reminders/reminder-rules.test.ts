import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const create = (workspace: TestWorkspace, body: Record<string, unknown>, headers = {}) =>
  workspace.strict.post('/reminder-rules', body, { headers });
const list = async ({ strict }: TestWorkspace) => (await strict.get('/reminder-rules')).body.data;
const dueOf = async ({ workspaceId }: TestWorkspace) =>
  (await server.owner.query('SELECT due_at FROM reminder_due WHERE workspace_id = $1', [workspaceId])).rows;

describe('a reminder rule', () => {
  it('is created with what one leaves out, and listed by its day', async () => {
    const workspace = await server.addWorkspace();
    expect((await list(workspace)).reminderRules).toEqual([]);
    const after = await create(workspace, { daysFromDueDate: '7', subject: ' ', message: null });
    expect(after.status).toBe(201);
    expect(after.body.data).toMatchObject({
      daysFromDueDate: 7,
      subject: null,
      message: null,
      active: true,
      attachPdf: true,
    });
    const words = {
      subject: '{{ invoiceNumber }} of {{businessName}}',
      message: '{{customer}}: {{amountDue}}',
    };
    await create(workspace, { daysFromDueDate: -3, ...words, active: false, attachPdf: false });
    const { reminderRules, totalRecords } = await list(workspace);
    expect(totalRecords).toBe(2);
    expect(reminderRules).toMatchObject([
      { daysFromDueDate: -3, ...words, active: false, attachPdf: false },
      { daysFromDueDate: 7 },
    ]);
    const second = await workspace.strict.get('/reminder-rules', { page: '2', limit: '1' });
    expect(second.body.data.reminderRules).toMatchObject([{ daysFromDueDate: 7 }]);
  });

  it('changes in what is given, and is noted only where it changes', async () => {
    const workspace = await server.addWorkspace();
    const { uuid } = (await create(workspace, { daysFromDueDate: 7, message: 'Please pay.' })).body.data;
    const path = `/reminder-rules/${uuid}`;
    const changed = await workspace.strict.call('PATCH', path, { daysFromDueDate: 10, message: null });
    expect(changed.body.data).toMatchObject({ daysFromDueDate: 10, message: null, active: true });
    const same = await workspace.strict.call('PATCH', path, { daysFromDueDate: 10, active: null });
    expect(same.body.data).toEqual(changed.body.data);
    const { rows } = await server.owner.query(
      'SELECT action, changes FROM audit_log WHERE entity_id = $1 ORDER BY id',
      [uuid],
    );
    expect(rows.map(({ action }) => action)).toEqual(['created', 'updated']);
    expect(rows[1].changes).toMatchObject({
      daysFromDueDate: { from: 7, to: 10 },
      message: { from: 'Please pay.', to: null },
    });
  });

  it('is gone once it is deleted', async () => {
    const workspace = await server.addWorkspace();
    const { uuid } = (await create(workspace, { daysFromDueDate: 0 })).body.data;
    expect(await dueOf(workspace)).toHaveLength(1);
    const gone = await workspace.strict.call('DELETE', `/reminder-rules/${uuid}`);
    expect(gone.body.data).toEqual({ id: uuid, uuid, deleted: true });
    expect((await list(workspace)).totalRecords).toBe(0);
    expect(await dueOf(workspace)).toEqual([]);
    for (const method of ['PATCH', 'DELETE'] as const) {
      const { status, body } = await workspace.strict.call(
        method,
        `/reminder-rules/${uuid}`,
        method === 'PATCH' ? {} : undefined,
      );
      expect([status, body.code]).toEqual([404, 'REMINDER_RULE_NOT_FOUND']);
    }
  });

  it('is made once under one Idempotency-Key', async () => {
    const workspace = await server.addWorkspace();
    const headers = { 'idempotency-key': 'rule' };
    const first = await create(workspace, { daysFromDueDate: 5 }, headers);
    const again = await create(workspace, { daysFromDueDate: 5 }, headers);
    expect(again.body.data).toEqual(first.body.data);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await list(workspace)).totalRecords).toBe(1);
  });

  it('is one of ten at most, also where many are made at once', async () => {
    const workspace = await server.addWorkspace();
    const days = Array.from({ length: 12 }, (_, index) => index);
    const answers = await Promise.all(
      days.map((daysFromDueDate) => create(workspace, { daysFromDueDate, active: false })),
    );
    const refused = answers.filter(({ status }) => status === 400);
    expect(refused.map(({ body }) => body.code)).toEqual([
      'TOO_MANY_REMINDER_RULES',
      'TOO_MANY_REMINDER_RULES',
    ]);
    const { reminderRules } = await list(workspace);
    expect(reminderRules).toHaveLength(10);
    expect(refused[0]!.body.errors).toMatchObject([{ field: 'daysFromDueDate' }]);
    const last = reminderRules.at(-1);
    const moved = { daysFromDueDate: 300 };
    expect((await workspace.strict.call('PATCH', `/reminder-rules/${last.uuid}`, moved)).status).toBe(200);
    await workspace.strict.call('DELETE', `/reminder-rules/${last.uuid}`);
    expect((await create(workspace, { daysFromDueDate: 20 })).status).toBe(201);
  });

  it.each([
    [{}, 'daysFromDueDate', 'REQUIRED'],
    [{ daysFromDueDate: -31 }, 'daysFromDueDate', 'TOO_SMALL'],
    [{ daysFromDueDate: 366 }, 'daysFromDueDate', 'TOO_LARGE'],
    [{ daysFromDueDate: 1.5 }, 'daysFromDueDate', 'INVALID_NUMBER'],
    [{ daysFromDueDate: 1, subject: 'Pay {{amount}}' }, 'subject', 'INVALID_VALUE'],
    [{ daysFromDueDate: 1, subject: 'two\nlines' }, 'subject', 'INVALID_TEXT'],
    [{ daysFromDueDate: 1, message: 'Pay {{amountDue} now' }, 'message', 'INVALID_VALUE'],
    [{ daysFromDueDate: 1, message: 'Pay {{AmountDue}}' }, 'message', 'INVALID_VALUE'],
    [{ daysFromDueDate: 1, message: '{{amountDue}} }}' }, 'message', 'INVALID_VALUE'],
    [{ daysFromDueDate: 1, message: 'x'.repeat(10_001) }, 'message', 'TOO_LONG'],
    [{ daysFromDueDate: 1, active: 'yes' }, 'active', 'INVALID_TYPE'],
  ])('is refused as %j', async (body, field, code) => {
    const before = (await list(server)).totalRecords;
    const answer = await create(server, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ field, code }]);
    expect((await list(server)).totalRecords).toBe(before);
  });

  it('is not there under another id', async () => {
    const { status, body } = await server.strict.call('PATCH', `/reminder-rules/${UNKNOWN_UUID}`, {});
    expect([status, body.code]).toEqual([404, 'REMINDER_RULE_NOT_FOUND']);
  });
});
