import type pg from 'pg';
import { proveBooks } from '../../../bench/harness/prove-books.ts';
import { type BooksAccess, type FaultServer, withBooks } from './fault-server.ts';
import { postInvoice, type WantedInvoice } from './load.ts';

/** How many rows of each kind belong to one invoice. */
type Shape = Readonly<Record<string, number>>;

interface FoundInvoice {
  readonly uuid: string;
  readonly total: string;
  readonly shape: Shape;
}

/** What a check counted. */
export interface CheckedInvoices {
  readonly answered: number;
  readonly unanswered: number;
  /** Of the unanswered, how many were there. */
  readonly unansweredKept: number;
}

const FIND_INVOICES = `
  SELECT i.invoice_number AS number, i.id AS uuid, i.total::text AS total,
         (SELECT count(*)::int FROM invoice_line l WHERE l.workspace_id = i.workspace_id AND l.invoice_id = i.id) AS lines,
         (SELECT count(*)::int FROM invoice_line_tax t WHERE t.workspace_id = i.workspace_id AND t.invoice_id = i.id) AS taxes,
         (SELECT count(*)::int FROM open_item o WHERE o.workspace_id = i.workspace_id AND o.id = i.id) AS open_items,
         (SELECT count(*)::int FROM audit_log a WHERE a.workspace_id = i.workspace_id AND a.entity_id = i.id) AS audit_rows,
         e.entries, e.journal_lines, e.marks, v.events, v.keys
    FROM invoice i
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS entries,
             coalesce(sum((SELECT count(*) FROM journal_line l WHERE l.workspace_id = j.workspace_id
                              AND l.effective = j.effective AND l.entry_id = j.entry_id)), 0)::int AS journal_lines,
             coalesce(sum((SELECT count(*) FROM unsealed_entry u WHERE u.workspace_id = j.workspace_id
                              AND u.effective = j.effective AND u.entry_id = j.entry_id)
                        + (SELECT count(*) FROM entry_seal s WHERE s.workspace_id = j.workspace_id
                              AND s.effective = j.effective AND s.entry_id = j.entry_id)), 0)::int AS marks
        FROM journal_entry j WHERE j.workspace_id = i.workspace_id AND j.source_id = i.id) e
    LEFT JOIN (
      SELECT o.workspace_id, o.entity_id, count(*)::int AS events, count(r.key)::int AS keys
        FROM outbox_event o
        LEFT JOIN idempotency_record r ON r.workspace_id = o.workspace_id AND r.event_id = o.id
       GROUP BY 1, 2) v ON v.workspace_id = i.workspace_id AND v.entity_id = i.id
   WHERE i.invoice_number = ANY ($1)`;

/** Every invoice of these numbers, however often each is there. */
async function findInvoices(owner: pg.Pool, invoices: readonly WantedInvoice[]) {
  const { rows } = await owner.query(FIND_INVOICES, [invoices.map(({ number }) => number)]);
  return Map.groupBy(
    rows.map(
      ({ number, uuid, total, ...shape }) =>
        ({ number, uuid, total, shape }) as FoundInvoice & { number: string },
    ),
    ({ number }) => number,
  );
}

const ONCE = { open_items: 1, audit_rows: 1, entries: 1, marks: 1, events: 1, keys: 1 };
const WHOLE: Shape = { lines: 3, taxes: 3, journal_lines: 6, ...ONCE };

function describeShape(shape: Shape): string {
  return Object.entries(shape)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

/** What is wrong with an invoice as it was found; undefined where it is whole, or may be missing and is. */
function findFault(invoice: WantedInvoice, found: readonly FoundInvoice[]): string | undefined {
  const { number, answer } = invoice;
  if (found.length > 1) return `invoice ${number} is there ${found.length} times`;
  const [one] = found;
  if (!one) return answer && `invoice ${number} was answered and is not there`;
  if (Object.entries(WHOLE).some(([name, count]) => one.shape[name] !== count))
    return `invoice ${number} is there in part: ${describeShape(one.shape)}`;
  if (answer && (answer.uuid !== one.uuid || Math.round(Number(answer.total) * 100) !== Number(one.total)))
    return `invoice ${number} was answered as ${answer.uuid} of ${answer.total}, and is ${one.uuid} of ${one.total}`;
  return undefined;
}

async function refuseFaults(books: BooksAccess, invoices: readonly WantedInvoice[]) {
  const found = await findInvoices(books.owner, invoices);
  const faults = invoices.flatMap((invoice) => findFault(invoice, found.get(invoice.number) ?? []) ?? []);
  if (faults.length > 0)
    throw new Error(`${faults.length} invoices are not as they should be: ${faults[0]}.`);
  return found;
}

/** Rows that belong to no invoice of the load would be halves too: what these tables hold must add up. */
async function refuseOrphans(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query(`
    SELECT (SELECT count(*)::int FROM invoice) AS invoices,
           (SELECT count(*)::int FROM journal_entry) AS entries,
           (SELECT count(*)::int FROM idempotency_record) AS keys,
           (SELECT count(*)::int FROM unsealed_entry) + (SELECT count(*)::int FROM entry_seal) AS marks,
           (SELECT count(*)::int FROM open_item) AS "open items"`);
  const counts = Object.values(rows[0]);
  if (counts.some((count) => count !== counts[0]))
    throw new Error(`There are orphans: ${describeShape(rows[0])}.`);
}

/** Sends an invoice whose answer never came again, with its key, until it is answered. */
async function retry(port: number, invoice: WantedInvoice): Promise<void> {
  for (const deadline = performance.now() + 60_000; ; ) {
    const attempt = await postInvoice(port, invoice);
    if (attempt.kind === 'made') {
      invoice.answer = attempt;
      return;
    }
    if (attempt.kind === 'wrong') throw new Error(attempt.message);
    if (performance.now() > deadline)
      throw new Error(`invoice ${invoice.number} could not be made again within 60 s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/**
 * Checks, on a server that works again, what a load has left behind: every answered invoice is there, none is half there,
 * one whose answer never came is made by a retry with its key exactly once; and every proof of `recount verify` holds.
 *
 * @throws Error naming what does not hold
 */
export async function checkInvoices(
  server: FaultServer,
  invoices: readonly WantedInvoice[],
): Promise<CheckedInvoices> {
  return withBooks(server, async (books) => {
    const unanswered = invoices.filter(({ answer }) => !answer);
    const before = await refuseFaults(books, invoices);
    for (const invoice of unanswered) await retry(server.port, invoice);
    const after = await refuseFaults(books, invoices);
    const kept = unanswered.filter(({ number }) => before.has(number));
    for (const { number } of kept) {
      if (before.get(number)![0]!.uuid !== after.get(number)![0]!.uuid)
        throw new Error(`invoice ${number} was made anew by its retry.`);
    }
    await refuseOrphans(books.owner);
    await proveBooks(books.database);
    return {
      answered: invoices.length - unanswered.length,
      unanswered: unanswered.length,
      unansweredKept: kept.length,
    };
  });
}
