import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createSalesFixtures,
  createTax,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { untilSomebodyWaits } from '../../../test/support/until-somebody-waits.ts';
import { verifyDatabase } from '../../reports/verify/index.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let posted: ReturnType<typeof watchPosts>;

/** How many documents were posted by what was known, and what became of it. */
function watchPosts() {
  const outcomes: string[] = [];
  const { atOnce } = server.database;
  vi.spyOn(server.database, 'atOnce').mockImplementation(async (...args) => {
    const result = await atOnce(...args).catch((error) => {
      outcomes.push(error.code);
      throw error;
    });
    outcomes.push(result.rows[0].outcome.state);
    return result;
  });
  return outcomes;
}

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
  fixtures = await createSalesFixtures(server.strict);
  posted = watchPosts();
});
afterEach(() => {
  posted.length = 0;
});
afterAll(() => server.close());

type Named = readonly { readonly name: string }[];

/** What these tests read of an answer. */
interface ToldInvoice {
  readonly uuid: string;
  readonly invoiceNumber: string;
  readonly status: string;
  readonly dueDate: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly customer: { readonly customer: string };
  readonly products: readonly { readonly product: { readonly categoryAccount: { readonly name: string } } }[];
  readonly taxes: Named;
  readonly tags: Named;
}

const line = (changes: object = {}) => ({ productUuid: fixtures.productUuid, quantity: 1, ...changes });
const body = (changes: object = {}) => invoiceBody(fixtures, { products: [line()], ...changes });

async function create(changes: object = {}): Promise<ToldInvoice> {
  const answer = await server.lenient.post('/invoices', body(changes));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

/** Creates an invoice, so that what the next one names is known. */
async function makeKnown(changes: object = {}) {
  await create(changes);
  posted.length = 0;
}

async function accepted(call: Promise<{ status: number; body: unknown }>) {
  const { status, body: answer } = await call;
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
}

async function failedProofs() {
  const [books] = await verifyDatabase(server.database, server.workspaceId);
  return books!.results.flatMap(({ failures }) => failures);
}

describe('an invoice that names what is known', () => {
  it('is posted in one flight, and is what it would be otherwise', async () => {
    const tagged = { tagUuids: [fixtures.tagUuid], products: [line({ taxes: [fixtures.taxUuid] })] };
    const first = await create(tagged);
    posted.length = 0;
    const second = await create(tagged);
    expect(posted).toEqual(['posted']);
    const own = new Set(['id', 'uuid', 'invoiceNumber', 'createdAt', 'updatedAt']);
    const told = (invoice: object) =>
      JSON.stringify(invoice, (key, value) => (own.has(key) ? undefined : value));
    expect(told(second)).toBe(told(first));
    const { body: read } = await server.strict.get(`/invoices/${second.uuid}`);
    expect(read.data).toEqual(second);
  });

  it('gets its number from the series', async () => {
    await makeKnown();
    const { invoiceNumber } = await create({ invoiceNumber: undefined });
    const { invoiceNumber: next } = await create({ invoiceNumber: undefined });
    expect(posted).toEqual(['posted', 'posted']);
    expect(Number(next.slice(4))).toBe(Number(invoiceNumber.slice(4)) + 1);
  });

  it('is refused where its number is taken, by what is looked up anew', async () => {
    await makeKnown({ invoiceNumber: 'taken' });
    const { status, body: answer } = await server.strict.post('/invoices', body({ invoiceNumber: 'TAKEN' }));
    expect([status, answer.code]).toEqual([400, 'DUPLICATE_INVOICE_NUMBER']);
    expect(posted).toEqual(['23505']);
  });

  it('is the first answer again under a key that was used, and refused under another’s', async () => {
    await makeKnown();
    const given = body();
    const options = { headers: { 'idempotency-key': 'known' } };
    const first = await server.strict.post('/invoices', given, options);
    const again = await server.strict.post('/invoices', given, options);
    expect(posted).toEqual(['posted', 'stored']);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await server.strict.post('/invoices', body(), options);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('is one invoice for 12 callers with one key', async () => {
    await makeKnown();
    const given = body();
    const options = { headers: { 'idempotency-key': 'twelve' } };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.strict.post('/invoices', given, options)),
    );
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(posted.filter((state) => state === 'posted')).toHaveLength(1);
    const { body: list } = await server.strict.get('/invoices', { search: String(given.invoiceNumber) });
    expect(list.data.invoices).toHaveLength(1);
  });

  it('is looked up where it names a currency without a rate, or another document', async () => {
    await makeKnown();
    await server.strict.post('/invoices', body({ currency: 'EUR' }));
    expect(posted).toEqual([]);
    const { uuid } = await create({ currency: 'USD' });
    expect(posted).toEqual(['posted']);
    posted.length = 0;
    const memo = body({ invoiceType: 'memo', appliedToInvoiceUuid: uuid });
    await accepted(server.strict.post('/invoices', memo));
    expect(posted).toEqual([]);
  });

  it('is refused in a workspace that what it names does not belong to', async () => {
    await makeKnown();
    const other = await server.addWorkspace();
    await createSalesFixtures(other.strict);
    const { status, body: answer } = await other.strict.post('/invoices', body());
    expect(status).toBe(400);
    expect(answer.errors.map(({ code }: { code: string }) => code)).toEqual([
      'CUSTOMER_NOT_FOUND',
      'PRODUCT_NOT_FOUND',
    ]);
    expect(posted).toEqual([]);
  });
});

describe('what was changed since', () => {
  const CHANGES: readonly {
    readonly what: string;
    readonly change: () => Promise<{ status: number; body: unknown }>;
    readonly read: (invoice: ToldInvoice) => unknown;
    readonly expected: unknown;
  }[] = [
    {
      what: 'the name of a customer',
      change: () => server.strict.put(`/customers/${fixtures.customerUuid}`, { customer: 'Beatrice' }),
      read: (invoice) => invoice.customer.customer,
      expected: 'Beatrice',
    },
    {
      what: 'the price of a product',
      change: () => server.strict.patch(`/products/${fixtures.productUuid}`, { unitPrice: 300 }),
      read: (invoice) => invoice.subtotal,
      expected: '300.00',
    },
    {
      what: 'what a product is taxed with',
      change: () =>
        server.strict.patch(`/products/${fixtures.productUuid}`, { taxUuids: [fixtures.taxUuid] }),
      read: (invoice) => invoice.tax,
      expected: '30.00',
    },
    {
      what: 'the name of a tax',
      change: () => server.strict.patch(`/taxes/${fixtures.taxUuid}`, { name: 'Sales tax' }),
      read: (invoice) => invoice.taxes[0]?.name,
      expected: 'Sales tax',
    },
    {
      what: 'the name of the account that a product posts to',
      change: () =>
        server.strict.patch(`/chart-of-accounts/${fixtures.incomeAccountUuid}`, { name: 'Hauling' }),
      read: (invoice) => invoice.products[0]?.product.categoryAccount.name,
      expected: 'Hauling',
    },
    {
      what: 'the name of a tag',
      change: () => server.strict.patch(`/tags/${fixtures.tagUuid}`, { name: 'North' }),
      read: (invoice) => invoice.tags[0]?.name,
      expected: 'North',
    },
    {
      what: 'when invoices are due',
      change: () => server.strict.patch('/workspace', { defaultPaymentTerm: 'net60' }),
      read: (invoice) => invoice.dueDate,
      expected: '2027-03-02',
    },
    {
      what: 'the day',
      change: () => server.strict.post('/test-clock', { advance: 400 }),
      read: (invoice) => invoice.status,
      expected: 'overdue',
    },
  ];

  for (const { what, change, read, expected } of CHANGES) {
    it(`is in the next invoice: ${what}`, async () => {
      const named = { tagUuids: [fixtures.tagUuid], dueDate: undefined, date: '2027-01-01' };
      const before = await create(named);
      await accepted(change());
      posted.length = 0;
      const after = await create(named);
      expect(posted).toEqual(['changed']);
      expect(read(before)).not.toEqual(expected);
      expect(read(after)).toEqual(expected);
      await create(named);
      expect(posted).toEqual(['changed', 'posted']);
    });
  }

  it('is found on the next invoice where a customer was deleted', async () => {
    const { body: made } = await server.strict.post('/customers', { customer: 'For a day' });
    const customerUuid = made.data.uuid;
    const { uuid } = await create({ customerUuid, isDraft: true });
    await create({ customerUuid, isDraft: true });
    expect(posted.at(-1)).toBe('posted');
    const { body: drafts } = await server.strict.get('/invoices', { customerUuid });
    for (const draft of drafts.data.invoices) await accepted(server.strict.delete(`/invoices/${draft.uuid}`));
    expect(drafts.data.invoices.map((draft: { uuid: string }) => draft.uuid)).toContain(uuid);
    await accepted(server.strict.delete(`/customers/${customerUuid}`));
    const { body: answer } = await server.strict.post('/invoices', body({ customerUuid }));
    expect(answer.code).toBe('CUSTOMER_NOT_FOUND');
  });

  describe('of a tax, at that moment', () => {
    const LOCK_CUSTOMER = 'SELECT FROM customer WHERE id = $1 FOR UPDATE';
    const LOCK_TAX = 'SELECT FROM tax WHERE id = $1 FOR UPDATE';
    const raise = (taxUuid: string) => server.strict.patch(`/taxes/${taxUuid}`, { percentage: 9 });

    /** A tax of 5 %, and how an invoice that is taxed with it is posted by what is known. */
    async function makeKnownTax(name: string) {
      const taxUuid = await createTax(server.strict, name, 5);
      const taxed = { products: [line({ taxes: [taxUuid], price: 100 })] };
      const { uuid } = await create({ ...taxed, isDraft: true });
      await accepted(server.strict.delete(`/invoices/${uuid}`));
      posted.length = 0;
      return { taxUuid, post: () => create(taxed) };
    }

    it('waits for an invoice that takes it, and is refused then', async () => {
      const { taxUuid, post } = await makeKnownTax('Taken');
      const holder = await server.owner.connect();
      await holder.query('BEGIN');
      await holder.query(LOCK_CUSTOMER, [fixtures.customerUuid]);
      const posting = post();
      await untilSomebodyWaits(server.owner);
      const raising = raise(taxUuid);
      await untilSomebodyWaits(server.owner, 2);
      await holder.query('ROLLBACK');
      holder.release();
      expect((await posting).tax).toBe('5.00');
      expect(posted).toEqual(['posted']);
      expect((await raising).body).toMatchObject({ statusCode: 400, code: 'TAX_LOCKED' });
    });

    it('is waited for by an invoice, which takes the tax as it became', async () => {
      const { taxUuid, post } = await makeKnownTax('Raised');
      const holder = await server.owner.connect();
      await holder.query('BEGIN');
      await holder.query(LOCK_TAX, [taxUuid]);
      const raising = raise(taxUuid);
      await untilSomebodyWaits(server.owner);
      const posting = post();
      await untilSomebodyWaits(server.owner, 2);
      await holder.query('ROLLBACK');
      holder.release();
      await accepted(raising);
      expect((await posting).tax).toBe('9.00');
      expect(posted).toEqual(['changed']);
    });
  });

  it('is noted for every table that is looked up, but those that are looked up each time', async () => {
    const { rows } = await server.owner.query(
      `SELECT t.relname AS name,
              EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'reference_change') AS noted
         FROM pg_class t
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
          AND pg_get_functiondef('load_invoice_references(uuid, jsonb)'::regprocedure) ~ ('(FROM|JOIN) ' || t.relname || '\\M')
        ORDER BY t.relname`,
    );
    const names = (noted: boolean) => rows.filter((row) => row.noted === noted).map(({ name }) => name);
    expect(names(true)).toEqual([
      'account',
      'books',
      'customer',
      'customer_tax',
      'product',
      'product_tax',
      'tag',
      'tax',
      'workspace',
    ]);
    expect(names(false)).toEqual(['exchange_rate', 'invoice', 'reference_version']);
  });

  it('is in every invoice that is asked for after it, however many are posted meanwhile', async () => {
    const { body: made } = await server.strict.post('/products', {
      name: 'Priced anew',
      unitPrice: 1,
      categoryAccountUuid: fixtures.incomeAccountUuid,
    });
    const productUuid = made.data.uuid;
    await makeKnown({ products: [{ productUuid, quantity: 1 }] });
    const PRICES = 25;
    let answered = 1;
    let asked = 1;
    let isOver = false;
    const outOfPlace: string[] = [];
    const post = async () => {
      while (!isOver) {
        const least = answered;
        const { subtotal } = await create({ products: [{ productUuid, quantity: 1 }] });
        if (Number(subtotal) < least || Number(subtotal) > asked)
          outOfPlace.push(`${least} ${subtotal} ${asked}`);
      }
    };
    const reprice = async () => {
      for (asked = 2; asked <= PRICES; asked += 1) {
        await accepted(server.strict.patch(`/products/${productUuid}`, { unitPrice: asked }));
        answered = asked;
      }
      isOver = true;
    };
    await Promise.all([reprice(), ...Array.from({ length: 8 }, post)]);
    expect(outOfPlace).toEqual([]);
    // What was changed while it was written is taken back and done anew.
    expect(new Set(posted.filter((outcome) => outcome !== '40001'))).toEqual(new Set(['posted', 'changed']));
    expect(await failedProofs()).toEqual([]);
  });
});

describe('a connection that is lost in the one flight', () => {
  /** The next flight breaks: after it was done, or before. */
  function breakNext(when: 'after' | 'before', how = {}) {
    const flight = vi.mocked(server.database.atOnce);
    const done = flight.getMockImplementation()!;
    flight.mockImplementationOnce(async (...args) => {
      if (when === 'after') await done(...args);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01', ...how });
    });
  }

  it('is answered as done where the invoice is there', async () => {
    await makeKnown();
    breakNext('after');
    const { uuid } = await create();
    expect(posted).toEqual(['posted']);
    await accepted(server.strict.get(`/invoices/${uuid}`));
  });

  it('is an error where it is not there, and leaves nothing', async () => {
    await makeKnown();
    breakNext('before');
    const given = body();
    const { status } = await server.strict.post('/invoices', given, { mayFail: true });
    expect(status).toBe(503);
    await accepted(server.strict.post('/invoices', given));
  });

  it('is looked up anew and made where COMMIT cannot have arrived', async () => {
    await makeKnown();
    breakNext('before', { code: 'EPIPE', nothingKept: true });
    const { uuid } = await create();
    await accepted(server.strict.get(`/invoices/${uuid}`));
  });
});
