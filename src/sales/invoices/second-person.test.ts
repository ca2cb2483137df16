import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';
import { addMember } from '../../partners/index.ts';
import { addDays } from '../../platform/dates.ts';

let books: SettlementBooks;
/** Of the same workspace: who writes, and somebody else. */
let writer: TestClient;
let second: TestClient;
let writerId: string;
let secondId: string;

beforeAll(async () => {
  books = await openSettlementBooks();
  writer = books.server.strict;
  writerId = books.server.personId;
  ({ strict: second, personId: secondId } = await books.server.enterWorkspace(books.server.workspaceId));
});
afterAll(() => books.server.close());

const limit = (fourEyesLimit: number | string | null) =>
  books.done(writer.patch('/workspace', { fourEyesLimit }));
beforeEach(() => limit(1000));

const draft = (price: number, changes: object = {}) => books.document(price, { isDraft: true, ...changes });
const approve = (client: TestClient, uuid: string, body: object = {}) =>
  client.patch(`/invoices/${uuid}/approve`, body);
const NEEDED = { statusCode: 403, code: 'SECOND_PERSON_NEEDED' };

describe('from the four-eyes limit on', () => {
  it('nobody approves what they wrote, by whichever app', async () => {
    const { uuid } = await draft(1000);
    const refused = await approve(writer, uuid);
    expect(refused.body).toMatchObject({
      ...NEEDED,
      message: expect.stringMatching(
        /^A second person is needed: from 1000\.00 USD on, whoever wrote or changed/,
      ),
      details: { limit: '1000.00', amount: '1000.00', writtenBy: [writerId] },
    });
    expect((await approve(books.server.lenient, uuid)).body).toMatchObject(NEEDED);
    expect((await books.read(uuid)).isDraft).toBe(true);
    expect((await approve(second, uuid)).body.data).toMatchObject({ isDraft: false, total: '1000.00' });
  });

  it('nobody approves what they changed, nor what they wrote before somebody else changed it', async () => {
    const { uuid } = await draft(5000);
    await books.done(second.patch(`/invoices/${uuid}`, { notes: 'Thank you.' }));
    for (const client of [second, writer]) {
      const { body } = await approve(client, uuid);
      expect(body).toMatchObject({ ...NEEDED, details: { writtenBy: [writerId, secondId] } });
    }
    const { strict: third } = await books.server.enterWorkspace(books.server.workspaceId);
    expect((await approve(third, uuid)).status).toBe(200);
  });

  it('nothing is created approved, not even as a dry run, and the number stays free', async () => {
    const body = { invoiceNumber: 'FOUR-1', isDraft: false };
    const products = [{ productUuid: books.fixtures.productUuid, quantity: 4, price: 250, taxes: [] }];
    const sound = {
      customerUuid: books.fixtures.customerUuid,
      date: '2026-07-01',
      dueDate: '2026-07-31',
      invoiceType: 'invoice',
    };
    for (const query of [{}, { dryRun: 'true' }]) {
      const { body: refused } = await writer.post('/invoices', { ...sound, ...body, products }, { query });
      expect(refused).toMatchObject(NEEDED);
    }
    const { invoiceNumber, ...unnumbered } = { ...sound, ...body, products };
    const refused = await books.server.lenient.post('/invoices', unnumbered);
    expect(refused.body).toMatchObject({ ...NEEDED, message: expect.stringContaining('the invoice') });
    await books.done(writer.post('/invoices', { ...sound, ...body, invoiceNumber, products, isDraft: true }));
  });

  it('less than it takes one person, and so do quotes, which move no books', async () => {
    expect((await books.document(999.99)).isDraft).toBe(false);
    const quote = await books.document(5000, { invoiceType: 'quote', dueDate: '2999-01-01' });
    expect(quote.isDraft).toBe(false);
  });

  it('a document counts at its exchange rate', async () => {
    const inEuros = { currency: 'EUR', exchangeRate: 2 };
    const { uuid } = await draft(500, inEuros);
    expect((await approve(writer, uuid)).body).toMatchObject({ ...NEEDED, details: { amount: '1000.00' } });
    expect((await books.document(499, inEuros)).isDraft).toBe(false);
  });

  it('a credit memo is finalised by somebody else, who changes nothing', async () => {
    const { uuid } = await draft(2000, { invoiceType: 'memo' });
    const finalise = (client: TestClient, more: object = {}) =>
      client.patch(`/invoices/${uuid}`, { isDraft: false, ...more });
    expect((await finalise(writer)).body).toMatchObject(NEEDED);
    expect((await finalise(second, { notes: 'Sorry.' })).body).toMatchObject(NEEDED);
    expect((await finalise(second)).body.data.isDraft).toBe(false);
  });

  it('a quote that is converted becomes a draft, or is refused', async () => {
    const quote = await books.document(3000, { invoiceType: 'quote', dueDate: '2999-01-01' });
    const convert = (isDraft: boolean) => second.post(`/invoices/${quote.uuid}/convert`, { isDraft });
    expect((await convert(false)).body).toMatchObject(NEEDED);
    const { uuid } = await books.done(convert(true));
    expect((await approve(second, uuid)).body).toMatchObject(NEEDED);
    expect((await approve(writer, uuid)).status).toBe(200);
  });

  it('what was changed since it was looked at is not approved', async () => {
    const { uuid, updatedAt } = await draft(1500);
    const { updatedAt: later } = await books.done(writer.patch(`/invoices/${uuid}`, { notes: 'More.' }));
    const refused = await approve(second, uuid, { updatedAt });
    expect(refused.body).toMatchObject({
      statusCode: 409,
      code: 'CHANGED_SINCE',
      details: { updatedAt: later },
    });
    expect((await approve(second, uuid, { updatedAt: 'yesterday' })).body.errors).toMatchObject([
      { field: 'updatedAt', code: 'INVALID_DATE' },
    ]);
    expect((await approve(second, uuid, { updatedAt: later })).status).toBe(200);
  });

  it('whoever changes a draft while another approves it is before or after, never between', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { uuid } = await draft(1500);
      const [changed, approved] = await Promise.all([
        second.patch(`/invoices/${uuid}`, { notes: 'Meanwhile.' }),
        approve(second, uuid),
      ]);
      const { isDraft, notes } = await books.read(uuid);
      expect([changed.status, approved.status]).toContain(200);
      if (changed.status === 200) expect([approved.status, isDraft]).toEqual([403, true]);
      else expect([approved.status, notes]).toEqual([200, 'Thank you']);
    }
  });
});

describe('what is given away from the limit on', () => {
  const today = () => new Date().toISOString().slice(0, 10);
  const approved = async (changes: object = {}) => {
    const { uuid, invoiceType } = await draft(1000, changes);
    if (invoiceType === 'memo') await books.done(second.patch(`/invoices/${uuid}`, { isDraft: false }));
    else await books.done(approve(second, uuid));
    return uuid;
  };

  it('is not written off by whoever approved it', async () => {
    const uuid = await approved();
    const writeOff = (client: TestClient, amount: number) =>
      client.patch(`/invoices/${uuid}/write-off`, { amount, date: today() });
    expect((await writeOff(second, 1000)).body).toMatchObject({
      ...NEEDED,
      details: { writtenBy: [secondId], amount: '1000.00' },
    });
    expect((await writeOff(second, 10)).status).toBe(200);
    await limit(500);
    expect((await writeOff(writer, 990)).body.data.amountDue).toBe('0.00');
  });

  it('is not paid back by whoever approved the memo or recorded the payment', async () => {
    const accounts = await books.done(writer.get('/chart-of-accounts', { type: 'Assets', page: '1' }));
    const accountUuid = accounts.accounts[0].uuid;
    const memoUuid = await approved({ invoiceType: 'memo' });
    const payment = await books.pay(1000);
    const refund = (client: TestClient, of: object) =>
      client.post('/refunds', { ...of, amount: 1000, date: today(), accountUuid });
    expect((await refund(second, { memoUuid })).body).toMatchObject(NEEDED);
    expect((await refund(writer, { memoUuid })).status).toBe(201);
    expect((await refund(writer, { paymentUuid: payment.uuid })).body).toMatchObject({
      ...NEEDED,
      details: { writtenBy: [writerId] },
    });
    expect((await refund(second, { paymentUuid: payment.uuid })).status).toBe(201);
    await books.verify();
  });

  describe('in instalments', () => {
    const writeOff = (client: TestClient, uuid: string, amount: number, query = {}) =>
      client.patch(`/invoices/${uuid}/write-off`, { amount, date: today() }, { query });
    const paidBack = async (client: TestClient, of: object, amount: number, changes: object = {}) => {
      const { accounts } = await books.done(writer.get('/chart-of-accounts', { type: 'Assets', page: '1' }));
      const accountUuid = accounts[0].uuid;
      return client.post('/refunds', { ...of, amount, date: today(), accountUuid, ...changes });
    };
    const removed = (uuid: string, transactionId: string) =>
      books.done(writer.patch(`/invoices/${uuid}/remove-transaction`, { transactionId }));

    it('is not written off by whoever approved it, whoever wrote off the rest', async () => {
      await limit(500);
      const uuid = await approved();
      expect((await writeOff(second, uuid, 499)).status).toBe(200);
      for (const query of [{}, { dryRun: 'true' }])
        expect((await writeOff(second, uuid, 1, query)).body).toMatchObject({
          ...NEEDED,
          message: expect.stringContaining('at once or in instalments'),
          details: { limit: '500.00', amount: '500.00', writtenBy: [secondId] },
        });
      expect((await writeOff(writer, uuid, 400)).status).toBe(200);
      expect((await writeOff(second, uuid, 0.01)).body).toMatchObject({ details: { amount: '899.01' } });
      expect((await books.read(uuid)).amountDue).toBe('101.00');
      expect((await writeOff(second, await approved(), 499)).status).toBe(200);
      await books.verify();
    });

    it('counts what stands: a write-off that is undone and a payment do not', async () => {
      await limit(500);
      const uuid = await approved();
      await books.pay(400, [{ id: uuid, amount: 400 }]);
      const { payments } = (await writeOff(second, uuid, 499)).body.data;
      await removed(uuid, payments.find(({ kind }: { kind: string }) => kind === 'write_off').uuid);
      expect((await writeOff(second, uuid, 499)).status).toBe(200);
      expect((await writeOff(second, uuid, 101)).body).toMatchObject({ details: { amount: '600.00' } });
      await books.verify();
    });

    it('is not paid back by whoever recorded the payment or approved the memo, while it is not taken back', async () => {
      await limit(500);
      const memoUuid = await approved({ invoiceType: 'memo' });
      const { uuid: paymentUuid } = await books.pay(1000);
      for (const [client, of] of [
        [writer, { paymentUuid }],
        [second, { memoUuid }],
      ] as const) {
        const first = await books.done(paidBack(client, of, 499));
        const refused = await paidBack(client, of, 499);
        expect(refused.body).toMatchObject({ ...NEEDED, details: { limit: '500.00', amount: '998.00' } });
        await books.done(writer.delete(`/payments/${first.uuid}`));
        await books.done(paidBack(client, of, 499));
        const other = client === writer ? second : writer;
        await books.done(paidBack(other, of, 501));
      }
      await books.verify();
    });

    it('counts each at the exchange rate at which it was given', async () => {
      await limit(500);
      const uuid = await approved({ currency: 'EUR', exchangeRate: 2 });
      expect((await writeOff(second, uuid, 249)).status).toBe(200);
      expect((await writeOff(second, uuid, 1)).body).toMatchObject({ details: { amount: '500.00' } });
      const { uuid: paymentUuid } = await books.pay(300, [], { currency: 'EUR', exchangeRate: 1 });
      const euros = { accountUuid: undefined };
      expect((await paidBack(writer, { paymentUuid }, 100, { ...euros, exchangeRate: 4 })).status).toBe(201);
      const refused = await paidBack(writer, { paymentUuid }, 50, { ...euros, exchangeRate: 2 });
      expect(refused.body).toMatchObject({ details: { amount: '500.00' } });
      await books.verify();
    });

    it('is exact where several are at it at once', async () => {
      await limit(500);
      for (let round = 0; round < 3; round += 1) {
        const uuid = await approved();
        const { uuid: paymentUuid } = await books.pay(1000);
        const times = [1, 2, 3, 4];
        const written = await Promise.all(times.map(() => writeOff(second, uuid, 249)));
        const refunded = await Promise.all(times.map(() => paidBack(writer, { paymentUuid }, 249)));
        expect(written.map(({ status }) => status).sort()).toEqual([200, 200, 403, 403]);
        expect(refunded.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403]);
        for (const { status, body } of [...written, ...refunded])
          if (status === 403) expect(body).toMatchObject({ ...NEEDED, details: { amount: '747.00' } });
      }
      await books.verify();
    });
  });
});

describe('a template from the limit on', () => {
  it('makes a draft that nobody approves who wrote or changed the template', async () => {
    const { server } = books;
    const one = await server.addWorkspace({ sandbox: true });
    const other = await server.enterWorkspace(one.workspaceId);
    const third = await server.enterWorkspace(one.workspaceId);
    const { today } = await books.done(one.strict.get('/test-clock'));
    const product = await books.done(
      one.strict.post('/products', {
        name: 'Retainer',
        categoryAccountUuid: (
          await books.done(one.strict.get('/chart-of-accounts', { type: 'Income', page: '1' }))
        ).accounts[0].uuid,
      }),
    );
    const customer = await books.done(one.strict.post('/customers', { customer: 'Aimee' }));
    await books.done(one.strict.patch('/workspace', { fourEyesLimit: 1000 }));
    const line = (price: number) => [{ productUuid: product.uuid, quantity: 1, price }];
    const PATH = '/recurring-invoice-templates';
    const template = await books.done(
      one.strict.post(PATH, {
        customerUuid: customer.uuid,
        date: addDays(today, 1),
        recurrencePattern: 'monthly',
        isDraft: false,
        products: line(10),
      }),
    );
    await books.done(other.strict.patch(`${PATH}/${template.uuid}`, { products: line(1000) }));
    await books.done(one.strict.post('/test-clock', { advance: 1 }));
    const run = await expect
      .poll(async () => (await books.done(one.strict.get(`${PATH}/${template.uuid}`))).lastRun, {
        timeout: 20_000,
      })
      .toMatchObject({ heldForApproval: true })
      .then(async () => (await books.done(one.strict.get(`${PATH}/${template.uuid}`))).lastRun);
    expect(await books.done(one.strict.get(`/invoices/${run.invoiceUuid}`))).toMatchObject({
      isDraft: true,
      total: '1000.00',
      recurringInvoiceTemplateUuid: template.uuid,
    });
    for (const client of [one.strict, other.strict])
      expect((await approve(client, run.invoiceUuid)).body).toMatchObject(NEEDED);
    await books.done(one.strict.post(`${PATH}/${template.uuid}/pause`));
    expect((await approve(third.strict, run.invoiceUuid)).status).toBe(200);
    expect(await books.done(one.strict.get(`${PATH}/${template.uuid}`))).toMatchObject({ status: 'paused' });
  });
});

describe('the four-eyes limit', () => {
  it('is off at first, changed by owners alone, and its changes are on record', async () => {
    const one = await books.server.addWorkspace();
    expect(await books.done(one.strict.get('/workspace'))).toMatchObject({ fourEyesLimit: null });
    const bookkeeper = await books.server.enterWorkspace(one.workspaceId);
    const { workspaceId } = one;
    await addMember(books.server.database, {
      workspaceId,
      personId: bookkeeper.personId,
      role: 'bookkeeper',
    });
    const set = (client: TestClient, fourEyesLimit: unknown) => client.patch('/workspace', { fourEyesLimit });
    expect((await set(bookkeeper.strict, 5)).body).toMatchObject({ statusCode: 403, code: 'ROLE_REQUIRED' });
    expect((await set(one.strict, '2500.5')).body.data.fourEyesLimit).toBe('2500.50');
    expect((await set(bookkeeper.strict, 2500.5)).status).toBe(200);
    expect((await set(one.strict, null)).body.data.fourEyesLimit).toBe(null);
    const { rows } = await books.server.owner.query(
      `SELECT changes -> 'fourEyesLimit' AS changed, person_id FROM audit_log
        WHERE workspace_id = $1 AND entity_type = 'workspace' ORDER BY recorded_at`,
      [workspaceId],
    );
    expect(rows).toEqual([
      { changed: { from: null, to: '2500.50' }, person_id: one.personId },
      { changed: { from: '2500.50', to: null }, person_id: one.personId },
    ]);
  });

  it.each(['an invoice', 'a write-off'])('holds for %s that was under way when it was set', async (what) => {
    await limit(null);
    const { uuid } = await books.document(10);
    const { owner, workspaceId } = books.server;
    const setter = await owner.connect();
    try {
      await setter.query('BEGIN');
      await setter.query('SELECT FROM books WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
      const posting =
        what === 'an invoice'
          ? writer.post('/invoices', invoiceBody(books.fixtures))
          : writer.patch(`/invoices/${uuid}/write-off`, {});
      await expect
        .poll(async () => (await owner.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount, {
          timeout: 20_000,
        })
        .toBeGreaterThan(0);
      await setter.query(
        'UPDATE books SET four_eyes_limit = 1, four_eyes_since = clock_timestamp() WHERE workspace_id = $1',
        [workspaceId],
      );
      await setter.query('COMMIT');
      expect((await posting).body).toMatchObject(NEEDED);
    } finally {
      setter.release();
    }
    await books.verify();
  });

  it.each([
    [0, 'TOO_SMALL'],
    [-5, 'TOO_SMALL'],
    [0.001, 'INVALID_NUMBER'],
    ['much', 'INVALID_NUMBER'],
    [1e14, 'TOO_LARGE'],
  ])('is not %s', async (fourEyesLimit, code) => {
    const { body } = await writer.patch('/workspace', { fourEyesLimit });
    expect(body).toMatchObject({ statusCode: 400, errors: [{ field: 'fourEyesLimit', code }] });
  });
});
