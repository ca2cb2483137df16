import type { ApiDocument, Operation } from './api-document.ts';

/** Some operations need a long way to be there first: a quote that is converted must have been approved and accepted. */
const ALLOWED_TO_BE_MISSED: readonly { readonly requests: number; readonly share: number }[] = [
  { requests: 20_000, share: 0.02 },
  { requests: 10_000, share: 0.04 },
  { requests: 0, share: 0.25 },
];

/** What random requests cannot do: its files are fetched from nowhere. */
const OUT_OF_REACH = new Set(['addInvoiceAttachments']);
/** What was done less often than so many times is hungry for more. */
const ENOUGH = 5;
/** So many operations share what is sent for the hungry ones, so that none is asked for in vain all the time. */
const HUNGRY = 16;

/** How many requests were answered what. */
export class FuzzCounts {
  readonly #document: ApiDocument;
  readonly #codes = new Map<string, number>();
  readonly #done = new Map<string, number>();
  #total = 0;

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** @param code of an error; undefined where the request was carried out */
  add(operation: Operation, status: number, code: string | undefined): void {
    const key = code === undefined ? String(status) : `${status} ${code}`;
    this.#codes.set(key, (this.#codes.get(key) ?? 0) + 1);
    this.#total += 1;
    if (status < 300) this.#done.set(operation.id, (this.#done.get(operation.id) ?? 0) + 1);
  }

  /** The operations that were carried out least so far, if they can be: those that hardly were, and others beside them. */
  hungry(): Operation[] {
    const done = ({ id }: Operation) => this.#done.get(id) ?? 0;
    const within = this.#document.operations
      .filter(({ id }) => !OUT_OF_REACH.has(id))
      .sort((a, b) => done(a) - done(b));
    return within.filter((one, index) => index < HUNGRY || done(one) < ENOUGH);
  }

  /** The operations of which no request was carried out so far. */
  #missed(): Operation[] {
    return this.#document.operations.filter(({ id }) => !this.#done.has(id));
  }

  /** A run that is only refused proves little: nearly each operation must have been carried out, in a short run most. */
  findFaults(): string[] {
    const missed = this.#missed().filter(({ id }) => !OUT_OF_REACH.has(id));
    const { share } = ALLOWED_TO_BE_MISSED.find(({ requests }) => this.#total >= requests)!;
    const allowed = this.#document.operations.length * share;
    return missed.length > allowed ? missed.map(({ id }) => `No request to ${id} was carried out.`) : [];
  }

  describe(): string {
    const codes = [...this.#codes].sort(([a], [b]) => a.localeCompare(b));
    const least = [...this.#done].sort(([, a], [, b]) => a - b).slice(0, 5);
    return [
      `${this.#total} answers:`,
      ...codes.map(([code, count]) => `  ${String(count).padStart(7)}  ${code}`),
      `Carried out least: ${least.map(([id, count]) => `${id} ${count}`).join(', ')}.`,
      `Never carried out: ${
        this.#missed()
          .map(({ id }) => id)
          .join(', ') || 'none'
      }.`,
    ].join('\n');
  }
}
