import { fieldError, invalidFields } from '../../../errors.ts';
import { readStoredDecimal, toMinorUnits } from '../../../ledger/money/index.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { type Author, composeInvoice } from '../compose-invoice.ts';
import { loadReferences } from '../invoice-references.ts';
import { findOccurrence, findOccurrenceFrom, type Occurrence, type Schedule } from './schedule.ts';
import { toRunBody } from './stored-body.ts';
import { dueDateOf, type TemplateFields } from './template.ts';

/** Runs that may lie in the past when a template begins: a mistyped year must not make a thousand documents. */
const MOST_PAST_RUNS = 366;

/** What a template is to be; what it comes to and which run stands next follow from it. */
export type WantedTemplate = Omit<TemplateFields, 'currency' | 'total' | 'nextDate'>;

/**
 * Checks that a template's next document could be made, and finds out what it comes to.
 *
 * @param runCount how many documents it has made
 * @throws ApiError with what is wrong with the document, by the paths of the template's body
 */
export async function composeTemplate(
  transaction: Transaction,
  wanted: WantedTemplate,
  author: Author,
  runCount: number,
): Promise<TemplateFields> {
  const next = findOccurrence(wanted.schedule, wanted.nextOccurrence, runCount);
  const date = next?.date ?? wanted.schedule.firstDate;
  const body = toRunBody(wanted.body, date, dueDateOf(wanted, date));
  const references = await loadReferences(transaction, body);
  const { data } = composeInvoice({ body, references, author, strict: false, holdsForApproval: true });
  if (next) refuseLongPast(wanted.schedule, next, references.books.today, runCount);
  const total = toMinorUnits(readStoredDecimal(data.total), data.currency);
  return { ...wanted, currency: data.currency, total, nextDate: next?.date ?? null };
}

/** Throws ApiError INVALID_DATE where too many runs lie in the past. */
export function refuseLongPast(schedule: Schedule, next: Occurrence, today: string, runCount: number): void {
  const future = findOccurrenceFrom(schedule, next.index, today, runCount);
  if (!future || future.index - next.index <= MOST_PAST_RUNS) return;
  const predicate = `must be a date from which at most ${MOST_PAST_RUNS} documents lie in the past`;
  throw invalidFields([fieldError('date', 'INVALID_DATE', predicate)]);
}
