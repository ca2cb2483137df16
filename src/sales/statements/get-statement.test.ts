import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../../../test/support/read-pdf.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

let lastCustomer = 0;

/** A customer of its own, so that each test has a statement of its own. */
async function openCustomer(name = 'Robin'): Promise<string> {
  lastCustomer += 1;
  const email = `robin-${lastCustomer}@example.com`;
  const body = { customer: name, email };
  return (await books.done(books.server.strict.post('/customers', body))).uuid;
}

const get = (customer: string, query: Record<string, string> = {}) =>
  books.server.strict.get(`/customers/${customer}/statement`, query);
const read = (customer: string, query: Record<string, string> = {}) => books.done(get(customer, query));

describe('a statement', () => {
  it('tells what was owed, what moved it, what is owed and since when', async () => {
    const customerUuid = await openCustomer();
    const { strict } = books.server;
    const old = await books.document(80, { customerUuid, date: '2026-04-01', dueDate: '2026-04-15' });
    const june = await books.document(100, { customerUuid, date: '2026-06-01', dueDate: '2026-06-30' });
    const july = await books.document(250, { customerUuid, date: '2026-07-03', dueDate: '2026-08-02' });
    const memo = await books.memo(30, { customerUuid, date: '2026-07-04', dueDate: '2026-07-04' });
    const payment = await books.pay(150, [{ id: june.uuid, amount: 60 }], {
      customerUuid,
      date: '2026-07-10',
      reference: 'Cheque 7',
    });
    const refund = await books.done(
      strict.post('/refunds', { paymentUuid: payment.uuid, date: '2026-07-11', amount: 20 }),
    );
    await books.done(strict.patch(`/invoices/${old.uuid}/write-off`, { date: '2026-07-12', amount: 5 }));
    await books.document(999, { customerUuid, date: '2026-08-01', dueDate: '2026-08-31' });

    const data = await read(customerUuid, { startDate: '2026-07-01', endDate: '2026-07-31' });
    expect(data).toMatchObject({ customerUuid, customer: 'Robin', endDate: '2026-07-31' });
    expect(data.statements).toHaveLength(1);
    const [statement] = data.statements;
    expect(statement).toMatchObject({ currency: 'USD', openingBalance: '180.00', closingBalance: '265.00' });
    const rows = statement.movements.map((row: Record<string, string>) => [
      row.type,
      row.amount,
      row.balance,
    ]);
    expect(rows).toEqual([
      ['invoice', '250.00', '430.00'],
      ['memo', '-30.00', '400.00'],
      ['payment', '-150.00', '250.00'],
      ['refund', '20.00', '270.00'],
      ['write_off', '-5.00', '265.00'],
    ]);
    expect(statement.movements[0]).toEqual({
      date: '2026-07-03',
      type: 'invoice',
      reversed: false,
      sourceUuid: july.uuid,
      number: july.invoiceNumber,
      dueDate: '2026-08-02',
      amount: '250.00',
      balance: '430.00',
    });
    expect(statement.movements[1].sourceUuid).toBe(memo.uuid);
    expect(statement.movements[2]).toMatchObject({ number: 'Cheque 7', sourceUuid: payment.uuid });
    expect(statement.movements[3].sourceUuid).toBe(refund.uuid);
    expect(statement.aging).toEqual({
      notYetDue: '250.00',
      days1To30: '0.00',
      days31To60: '40.00',
      days61To90: '0.00',
      over90: '75.00',
      credits: '-100.00',
    });
  });

  it.each([
    ['2026-07-31', 'notYetDue'],
    ['2026-08-01', 'days1To30'],
    ['2026-08-30', 'days1To30'],
    ['2026-08-31', 'days31To60'],
    ['2026-09-29', 'days31To60'],
    ['2026-09-30', 'days61To90'],
    ['2026-10-29', 'days61To90'],
    ['2026-10-30', 'over90'],
  ])('as of %s has what was due on July 31 under %s', async (endDate, age) => {
    const customerUuid = await openCustomer();
    await books.document(10, { customerUuid });
    const { statements } = await read(customerUuid, { endDate });
    const aging = Object.entries(statements[0].aging).filter(([, amount]) => amount !== '0.00');
    expect(aging).toEqual([[age, '10.00']]);
  });

  it('leaves out what was taken back on its own day, and tells what was taken back later', async () => {
    const customerUuid = await openCustomer();
    const { strict } = books.server;
    const gone = await books.document(10, { customerUuid });
    await books.done(strict.patch(`/invoices/${gone.uuid}/void`));
    const late = await books.pay(40, [], { customerUuid, date: '2026-07-05', reference: 'Oops' });
    await books.done(
      strict.call('DELETE', `/payments/${late.uuid}`, undefined, { query: { date: '2026-07-09' } }),
    );
    const period = { startDate: '2026-07-01', endDate: '2026-07-31' };
    const [statement] = (await read(customerUuid, period)).statements;
    expect(statement.movements).toMatchObject([
      { date: '2026-07-05', type: 'payment', reversed: false, amount: '-40.00', number: 'Oops' },
      { date: '2026-07-09', type: 'payment', reversed: true, amount: '40.00', balance: '0.00' },
    ]);
    const [before] = (await read(customerUuid, { ...period, endDate: '2026-07-06' })).statements;
    expect(before).toMatchObject({ closingBalance: '-40.00', aging: { credits: '-40.00' } });
  });

  it('keeps currencies apart, and answers one alone', async () => {
    const customerUuid = await openCustomer();
    await books.document(10, { customerUuid });
    await books.document(70, { customerUuid, currency: 'JPY', exchangeRate: '0.0067' });
    const period = { startDate: '2026-07-01', endDate: '2026-07-31' };
    const { statements } = await read(customerUuid, period);
    expect(statements).toMatchObject([
      { currency: 'JPY', closingBalance: '70', aging: { notYetDue: '70' } },
      { currency: 'USD', closingBalance: '10.00', aging: { notYetDue: '10.00' } },
    ]);
    const yen = await read(customerUuid, { ...period, currency: 'jpy' });
    expect(yen.statements).toEqual([statements[0]]);
    const euro = await read(customerUuid, { ...period, currency: 'EUR' });
    expect(euro.statements).toMatchObject([
      { currency: 'EUR', openingBalance: '0.00', movements: [], closingBalance: '0.00' },
    ]);
  });

  it('is of zeros where nothing ever moved, for the month so far', async () => {
    const customerUuid = await openCustomer();
    const data = await read(customerUuid);
    expect(data.startDate).toBe(`${data.endDate.slice(0, 8)}01`);
    expect(data.statements).toMatchObject([{ currency: 'USD', movements: [], closingBalance: '0.00' }]);
  });

  it.each([
    [{ startDate: '2026-08-01', endDate: '2026-07-31' }, 'startDate', 'INVALID_DATE'],
    [{ startDate: '2026-02-30' }, 'startDate', 'INVALID_DATE'],
    [{ currency: 'XXX1' }, 'currency', 'INVALID_VALUE'],
    [{ format: 'xlsx' }, 'format', 'INVALID_ENUM'],
  ])('is refused for %j', async (query, field, code) => {
    const { status, body } = await get(await openCustomer(), query as Record<string, string>);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field, code }]);
  });

  it('is not there for a customer that is not', async () => {
    const { status, body } = await get(UNKNOWN_UUID, { format: 'pdf' });
    expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
  });
});

describe('the file of a statement', () => {
  const july = { startDate: '2026-07-01', endDate: '2026-07-31' };

  it('says in a PDF what the statement says, the same bytes each time', async () => {
    const customerUuid = await openCustomer('Robin & Söhne');
    const invoice = await books.document(1234.5, { customerUuid });
    const answer = await get(customerUuid, { ...july, format: 'pdf' });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain('Statement Robin & S_hne 2026-07-31.pdf');
    const pdf = await readPdf(answer.body);
    const said = pdf.text.replaceAll(/\s+/g, ' ');
    for (const text of ['Robin & Söhne', `Invoice ${invoice.invoiceNumber}`, 'Opening balance', '$1,234.50'])
      expect(said).toContain(text);
    expect((await get(customerUuid, { ...july, format: 'pdf' })).body).toEqual(answer.body);
  });

  it('goes on over as many pages as it takes, in the language of the template', async () => {
    const customerUuid = await openCustomer();
    await Promise.all(
      Array.from({ length: 60 }, () => books.pay(1, [], { customerUuid, date: '2026-07-05' })),
    );
    for (const language of ['de', 'ar', 'ja', 'en']) {
      const { strict } = books.server;
      await books.done(strict.patch('/invoice-template', { language }));
      const pdf = await readPdf((await get(customerUuid, { ...july, format: 'pdf' })).body);
      expect(pdf.pages.length, language).toBeGreaterThan(1);
      if (language === 'de') expect(pdf.text).toContain('Kontoauszug');
    }
  });

  it('is a table of comma-separated values, in which nothing is a formula', async () => {
    const customerUuid = await openCustomer();
    await books.document(10, { customerUuid, invoiceNumber: '=1+2,"x"' });
    await books.pay(4, [], { customerUuid, date: '2026-07-05' });
    const { headers, body } = await get(customerUuid, { ...july, format: 'csv' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(body.toString().split('\r\n')).toEqual([
      'currency,date,type,reversed,number,dueDate,amount,balance',
      'USD,2026-07-01,opening_balance,,,,,0.00',
      `USD,2026-07-01,invoice,false,"'=1+2,""x""",2026-07-31,10.00,10.00`,
      'USD,2026-07-05,payment,false,,,-4.00,6.00',
      'USD,2026-07-31,closing_balance,,,,,6.00',
      '',
    ]);
  });
});
