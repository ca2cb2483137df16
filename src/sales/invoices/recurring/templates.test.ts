import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSalesFixtures, type SalesFixtures } from '../../../../test/support/sales-fixtures.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let other: TestWorkspace;
let foreign: SalesFixtures;

const PATH = '/recurring-invoice-templates';

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
  fixtures = await createSalesFixtures(server.strict);
  other = await server.addWorkspace();
  foreign = await createSalesFixtures(other.strict);
});
afterAll(() => server.close());

const body = (changes: Record<string, unknown> = {}) => ({
  customerUuid: fixtures.customerUuid,
  date: '2999-01-31',
  recurrencePattern: 'monthly',
  products: [{ productUuid: fixtures.productUuid, quantity: 2, price: '12.50', taxes: [fixtures.taxUuid] }],
  ...changes,
});
async function create(changes: Record<string, unknown> = {}) {
  const { status, body: answer } = await server.strict.post(PATH, body(changes));
  expect(status, JSON.stringify(answer)).toBe(201);
  return answer.data;
}
const read = async (id: string) => (await server.strict.get(`${PATH}/${id}`)).body.data;

describe('a template', () => {
  it('is created paused, and answers what it was given and what a document of it comes to', async () => {
    const made = await create({ notes: 'Monthly', tagUuids: [fixtures.tagUuid], dueDate: '2999-02-14' });
    expect(made).toMatchObject({
      status: 'paused',
      isDraft: true,
      recurrencePattern: 'monthly',
      recurrenceInterval: 1,
      inAdvanceCreationDays: 0,
      date: '2999-01-31',
      dueDate: '2999-02-14',
      nextDate: '2999-01-31',
      runCount: 0,
      lastRun: null,
      failure: null,
      invoiceType: 'invoice',
      customer: { customer: 'Aimee' },
      products: [{ quantity: 2, price: 12.5, taxes: [fixtures.taxUuid] }],
      tagUuids: [fixtures.tagUuid],
      notes: 'Monthly',
      total: '27.50',
    });
    expect(await read(made.uuid)).toEqual(made);
  });

  it.each([
    ['bi-weekly', 'biweekly'],
    ['Bi Weekly', 'biweekly'],
    ['fortnightly', 'biweekly'],
    ['ANNUALLY', 'yearly'],
    ['Quarterly', 'quarterly'],
  ])('takes %j as %j', async (recurrencePattern, told) => {
    expect((await create({ recurrencePattern })).recurrencePattern).toBe(told);
  });

  it('refuses a due date by which the next document would be due after the last date there is', async () => {
    const made = await create({ date: '2020-01-31', recurrencePattern: 'yearly' });
    expect((await server.strict.post(`${PATH}/${made.uuid}/resume`, {})).status).toBe(200);
    const { status, body: answer } = await server.strict.patch(`${PATH}/${made.uuid}`, {
      dueDate: '2999-12-31',
    });
    expect(status).toBe(400);
    expect(answer.errors).toEqual([expect.objectContaining({ field: 'dueDate', code: 'INVALID_DATE' })]);
    expect(answer.message).toMatch(
      /^dueDate must be earlier: the document of 20\d\d-01-31 would be due after/,
    );
  });

  it('leaves price and taxes to the product where a line names none', async () => {
    const made = await create({ products: [{ productUuid: fixtures.productUuid, quantity: 1 }] });
    expect(made.products).toMatchObject([{ price: null, unitPrice: null, taxes: null, description: null }]);
    expect(made.total).toBe('250.00');
  });

  it.each([
    [{ recurrencePattern: 'hourly' }, 'recurrencePattern', 'INVALID_ENUM'],
    [{ recurrencePattern: 'constructor' }, 'recurrencePattern', 'INVALID_ENUM'],
    [{ recurrencePattern: undefined }, 'recurrencePattern', 'REQUIRED'],
    [{ recurrenceInterval: 0 }, 'recurrenceInterval', 'TOO_SMALL'],
    [{ recurrenceInterval: 1.5 }, 'recurrenceInterval', 'INVALID_NUMBER'],
    [{ inAdvanceCreationDays: -1 }, 'inAdvanceCreationDays', 'TOO_SMALL'],
    [{ inAdvanceCreationDays: 'soon' }, 'inAdvanceCreationDays', 'INVALID_NUMBER'],
    [{ invoiceType: 'memo' }, 'invoiceType', 'INVALID_ENUM'],
    [{ date: '2026-02-30' }, 'date', 'INVALID_DATE'],
    [{ dueDate: '2998-12-31' }, 'dueDate', 'INVALID_DATE'],
    [{ recurrenceEndDate: '2999-01-30' }, 'recurrenceEndDate', 'INVALID_DATE'],
    [{ date: '1990-01-01', recurrencePattern: 'daily' }, 'date', 'INVALID_DATE'],
    [{ products: [] }, 'products', 'TOO_SHORT'],
  ])('is refused with %j', async (changes, field, code) => {
    const { status, body: answer } = await server.strict.post(PATH, body(changes));
    expect(status).toBe(400);
    expect(answer.errors).toEqual([expect.objectContaining({ field, code })]);
  });

  it('names nothing of another workspace, and is nobody else’s', async () => {
    const { body: answer } = await server.strict.post(
      PATH,
      body({
        customerUuid: foreign.customerUuid,
        products: [{ productUuid: foreign.productUuid, quantity: 1 }],
      }),
    );
    expect(answer.errors.map(({ code }: { code: string }) => code)).toEqual([
      'CUSTOMER_NOT_FOUND',
      'PRODUCT_NOT_FOUND',
    ]);
    const { uuid } = await create();
    for (const answered of [
      await other.strict.get(`${PATH}/${uuid}`),
      await other.strict.patch(`${PATH}/${uuid}`, { notes: 'x' }),
      await other.strict.post(`${PATH}/${uuid}/pause`),
      await other.strict.post(`${PATH}/${uuid}/resume`),
      await other.strict.delete(`${PATH}/${uuid}`),
    ])
      expect(answered.body).toMatchObject({ statusCode: 404, code: 'RECURRING_TEMPLATE_NOT_FOUND' });
  });

  it('is resumed and paused, and stays as it is when asked again', async () => {
    const { uuid } = await create();
    const act = (verb: string) => server.strict.post(`${PATH}/${uuid}/${verb}`);
    expect((await act('resume')).body.data).toMatchObject({ status: 'active', isDraft: false });
    expect((await act('resume')).status).toBe(200);
    expect((await act('pause')).body.data).toMatchObject({ status: 'paused', isDraft: true });
    expect((await act('pause')).body.data).toEqual(await read(uuid));
  });

  it('is listed by what it is, and found by label and customer', async () => {
    const elsewhere = await server.addWorkspace();
    const masters = await createSalesFixtures(elsewhere.strict);
    const make = (invoiceNumber: string, isDraft: boolean) =>
      elsewhere.strict.post(PATH, {
        ...body({ customerUuid: masters.customerUuid, invoiceNumber, isDraft }),
        products: [{ productUuid: masters.productUuid, quantity: 1 }],
      });
    await make('Rent', false);
    await make('Storage', true);
    const listed = async (query: Record<string, string>) =>
      (await elsewhere.strict.get(PATH, query)).body.data.recurringInvoiceTemplates.map(
        ({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber,
      );
    expect(await listed({})).toEqual(['Rent']);
    expect(await listed({ isDraft: 'true' })).toEqual(['Storage']);
    expect(await listed({ isDraft: 'all' })).toEqual(['Storage', 'Rent']);
    expect(await listed({ isDraft: 'all', search: 'STOR' })).toEqual(['Storage']);
    expect(await listed({ search: 'aimee' })).toEqual(['Rent']);
    expect((await elsewhere.strict.get(PATH, { isDraft: 'yes' })).status).toBe(400);
  });

  it('is changed in part, with null for what may be empty, and its schedule begun anew with a date', async () => {
    const { uuid } = await create({ notes: 'Monthly', discount: 5, recurrenceCount: 3 });
    const update = async (changes: object) => {
      const { status, body: answer } = await server.strict.patch(`${PATH}/${uuid}`, changes);
      expect(status, JSON.stringify(answer)).toBe(200);
      return answer.data;
    };
    expect(await update({ notes: null, discount: null, recurrenceCount: null })).toMatchObject({
      notes: null,
      discount: null,
      recurrenceCount: null,
      total: '27.50',
    });
    expect(await update({ date: '2999-03-15' })).toMatchObject({
      date: '2999-03-15',
      nextDate: '2999-03-15',
    });
    expect(await update({ recurrencePattern: 'weekly' })).toMatchObject({ nextDate: '2999-03-15' });
    expect(await update({ products: [{ productUuid: fixtures.productUuid, quantity: 1 }] })).toMatchObject({
      total: '250.00',
      recurrencePattern: 'weekly',
    });
    expect(await update({})).toEqual(await read(uuid));
    const unknown = await server.strict.patch(`${PATH}/${uuid}`, { colour: 'red', total: 7 });
    expect(unknown.body.data._partnerWarnings).toHaveLength(2);
    expect((await server.strict.patch(`${PATH}/${uuid}`, { invoiceType: 'memo' })).status).toBe(400);
  });

  it('stays as it is where it is sent back as it was answered, with the taxes that its lines leave to the product', async () => {
    const sold = { name: 'Taxed', unitPrice: 10, categoryAccountUuid: fixtures.incomeAccountUuid };
    const taxed = await server.strict.post('/products', { ...sold, taxUuids: [fixtures.taxUuid] });
    const { uuid: productUuid } = taxed.body.data;
    const line = { productUuid, quantity: 1 };
    const products = [line, { ...line, price: 5, discount: 1 }, { ...line, taxes: [] }];
    const discount = { discount: 10, discountType: 'percent' };
    const made = await create({ products, ...discount, dueDate: '2999-02-14', invoiceNumber: 'Rent' });
    expect(made.products.map(({ taxes }: { taxes: unknown }) => taxes)).toEqual([null, null, []]);
    const send = (changes: object) => server.strict.patch(`${PATH}/${made.uuid}`, changes);
    const { _partnerWarnings, ...sentBack } = (await send(made)).body.data;
    expect(sentBack).toEqual({ ...made, updatedAt: expect.any(String) });
    for (const taxes of ['', []]) {
      const { body: answer } = await send({ products: [{ ...line, taxes }] });
      expect(answer.data).toMatchObject({ products: [{ taxes: [] }], total: '9.00' });
    }
  });

  it('is deleted, and never found again', async () => {
    const { uuid } = await create();
    expect((await server.strict.delete(`${PATH}/${uuid}`)).body.data).toEqual({
      id: uuid,
      uuid,
      deleted: true,
    });
    expect((await server.strict.get(`${PATH}/${uuid}`)).status).toBe(404);
    expect((await server.strict.delete(`${PATH}/${uuid}`)).status).toBe(404);
  });
});
