import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../src/reports/verify/index.ts';
import { type InvoiceBooks, openInvoiceBooks } from './support/invoice-books.ts';
import type { TestAnswer } from './support/signed-client.ts';

const ALL = 1000;
const SHARED = 100;
const MOST_ATTEMPTS = 100;
const AGAIN = new Set(['IDEMPOTENCY_IN_PROGRESS', 'SERVICE_UNAVAILABLE']);

describe('a thousand creates at once, of which a hundred share a key and a hundred a number', () => {
  let books: InvoiceBooks;

  beforeAll(async () => {
    books = await openInvoiceBooks();
  });
  afterAll(() => books.server.close());

  /**
   * Posts as a patient integrator does: who is told that another attempt is under way, or, on a machine too slow for a
   * thousand at once, that the server is not available, or whose connection breaks, asks again with the same key.
   */
  async function post(body: Record<string, unknown>, key: string): Promise<TestAnswer> {
    const headers = { 'idempotency-key': key };
    for (let attempt = 1; ; attempt += 1) {
      const sent = books.server.strict.post('/invoices', body, { headers, mayFail: true });
      const answer = await sent.catch((error: Error) => {
        if (attempt === MOST_ATTEMPTS || error.message !== 'fetch failed') throw error;
        return undefined;
      });
      if (answer && (attempt === MOST_ATTEMPTS || !AGAIN.has(answer.body.code))) return answer;
      await sleep(100);
    }
  }

  it('come to exactly 802 invoices, and every proof holds', { timeout: 120_000 }, async () => {
    const numbered = (number: string) => books.body({ invoiceNumber: number });
    const ofKey = () => post(numbered('SAME-KEY'), 'the-same-key');
    const ofNumber = (key: string) => post(numbered('SAME-NUMBER'), key);
    const wanted = Array.from({ length: ALL }, (_, index) => {
      if (index % 10 === 3) return ofKey;
      if (index % 10 === 7) return () => ofNumber(`key-${index}`);
      return () => post(numbered(`N-${index}`), `key-${index}`);
    });
    const answers = await Promise.all(wanted.map((send) => send()));
    const [keyed, sameNumber, alone] = [
      answers.filter((_, index) => index % 10 === 3),
      answers.filter((_, index) => index % 10 === 7),
      answers.filter((_, index) => index % 10 !== 3 && index % 10 !== 7),
    ];

    expect(keyed).toHaveLength(SHARED);
    expect(new Set(keyed.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(keyed.map(({ body }) => body.data.uuid)).size).toBe(1);

    expect(sameNumber).toHaveLength(SHARED);
    const refused = sameNumber.filter(({ status }) => status === 400);
    expect(refused).toHaveLength(SHARED - 1);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['DUPLICATE_INVOICE_NUMBER']));

    expect(new Set(alone.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(alone.map(({ body }) => body.data.uuid)).size).toBe(ALL - 2 * SHARED);

    expect(await books.countInvoices()).toBe(802);
    const proved = await verifyDatabase(books.server.database);
    const broken = proved.flatMap(({ results }) => results).filter(({ failureCount }) => failureCount > 0);
    expect(broken).toEqual([]);
    // The other workspace has no entries, and this one has one for each invoice.
    const { rows } = await books.server.owner.query('SELECT count(*)::int AS count FROM journal_entry');
    expect(rows[0].count).toBe(802);
  });
});
