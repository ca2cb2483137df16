import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchBooks, invoiceBody } from '../../../bench/harness/bench-books.ts';
import { signedRequest } from '../../../bench/harness/signed-requests.ts';

/** An invoice that a client of the load wanted, and how that went. */
export interface WantedInvoice {
  readonly number: string;
  /** The Idempotency-Key, the same on each attempt. */
  readonly key: string;
  readonly books: BenchBooks;
  /** What the server said it had made; undefined where no such answer came. */
  answer?: { readonly uuid: string; readonly total: string };
}

/** What one attempt came to. */
export type Attempt =
  | { readonly kind: 'made'; readonly uuid: string; readonly total: string }
  /** Refused for now, or not answered at all: worth another try. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'wrong'; readonly message: string; readonly code?: string };

/** Clients that post one invoice after the other, until stopped. */
export interface Load {
  /** All invoices wanted so far. */
  readonly invoices: readonly WantedInvoice[];
  /** Waits until a request that was sent after this moment has made an invoice. */
  untilGoodAnswer(since: number): Promise<void>;
  /** When the first good answer came to a request that was sent after this moment and after the last one that failed. */
  recoveredAt(since: number): number;
  /** Waits until so many invoices were made from now on. */
  untilMade(count: number): Promise<void>;
  /** Lets the clients finish and answers what they wanted. Throws where an answer was none that a fault excuses. */
  stop(): Promise<readonly WantedInvoice[]>;
}

const CLIENTS = 4;
const PAUSE = 20;
/** More than the server's own limits: an answer that takes longer is a finding. */
const LONGEST_ANSWER = 45_000;
const LONGEST_WAIT = 120_000;
/** What a server says while its database is away or another attempt with the same key is under way. */
const EXCUSED = new Set([409, 503]);

let numbers = 0;

/**
 * Sends an invoice once.
 *
 * @param port of the server on the loopback interface
 * @param now what the client's clock says
 */
export async function postInvoice(
  port: number,
  { books, number, key }: WantedInvoice,
  now: number = Date.now(),
): Promise<Attempt> {
  const body = invoiceBody(books, number);
  const request = { method: 'POST', path: '/invoices', body } as const;
  const { target, headers } = signedRequest(books.credentials, request, now);
  try {
    const response = await fetch(`http://127.0.0.1:${port}${target}`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key },
      body,
      signal: AbortSignal.timeout(LONGEST_ANSWER),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the API's own JSON
    const answer: any = await response.json();
    if (response.ok) return { kind: 'made', uuid: answer.data.uuid, total: answer.data.total };
    if (EXCUSED.has(response.status)) return { kind: 'failed' };
    return {
      kind: 'wrong',
      message: `invoice ${number} was answered ${response.status}: ${JSON.stringify(answer)}`,
      code: answer.code,
    };
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') return { kind: 'failed' };
    return { kind: 'wrong', message: `invoice ${number} was not answered within ${LONGEST_ANSWER / 1000} s` };
  }
}

/** A new invoice to be wanted. */
export function wantInvoice(books: BenchBooks): WantedInvoice {
  numbers += 1;
  const number = `F-${process.pid}-${numbers}`;
  return { number, key: number, books };
}

/**
 * Starts clients that post without a pause. An invoice that fails is set aside, never to be sent again by the load; the
 * one after it is sent until it is made. So each fault leaves invoices whose answer never came, and others that were tried
 * again with the same key.
 */
export function startLoad(port: number, books: readonly BenchBooks[]): Load {
  const invoices: WantedInvoice[] = [];
  const wrong: string[] = [];
  const made: { sent: number; answered: number }[] = [];
  const failed: { sent: number; ended: number }[] = [];
  const stopping = new AbortController();

  async function runClient(client: number): Promise<void> {
    let setAside = false;
    let invoice: WantedInvoice | undefined;
    for (let turn = client; !stopping.signal.aborted; turn += 1) {
      if (!invoice) {
        invoice = wantInvoice(books[turn % books.length]!);
        invoices.push(invoice);
      }
      const sent = performance.now();
      const attempt = await postInvoice(port, invoice);
      if (attempt.kind === 'made') {
        invoice.answer = attempt;
        made.push({ sent, answered: performance.now() });
        setAside = false;
        invoice = undefined;
      } else {
        failed.push({ sent, ended: performance.now() });
        if (attempt.kind === 'wrong') wrong.push(attempt.message);
        if (!setAside) invoice = undefined;
        setAside = true;
        await sleep(PAUSE);
      }
    }
  }

  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, client) => runClient(client)));

  async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    for (const deadline = performance.now() + LONGEST_WAIT; performance.now() < deadline; await sleep(5)) {
      const found = look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what} within ${LONGEST_WAIT / 1000} s. ${wrong[0] ?? ''}`);
  }

  return {
    invoices,
    async untilGoodAnswer(since) {
      await until('There was no good answer', () => made.find(({ sent }) => sent >= since));
    },
    recoveredAt(since) {
      // What was under way in the moment of the fault may still have been answered well before the first failure.
      const failures = failed.filter(({ ended }) => ended >= since).map(({ sent }) => sent);
      const from = Math.max(since, ...failures);
      const good = made.find(({ sent }) => sent >= from) ?? made.find(({ sent }) => sent >= since);
      return good?.answered ?? Number.NaN;
    },
    async untilMade(count) {
      const wanted = made.length + count;
      await until(`There were no ${count} invoices`, () => (made.length >= wanted ? true : undefined));
    },
    async stop() {
      stopping.abort();
      await clients;
      if (wrong.length > 0) throw new Error(`${wrong.length} answers were wrong: ${wrong[0]}`);
      return invoices;
    },
  };
}
