import { readStoredDecimal, toMinorUnits } from '../../../ledger/money/index.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { findOccurrence, refuseLongPast } from '../../../platform/recurrence/schedule.ts';
import { type Author, composeInvoice } from '../compose-invoice.ts';
import { type CustomerSource, loadReferences } from '../invoice-references.ts';
import { toRunBody } from './stored-body.ts';
import { dueDateOf, type TemplateFields } from './template.ts';

/** What a template is to be; what it comes to and which run stands next follow from it. */
export type WantedTemplate = Omit<TemplateFields, 'currency' | 'total' | 'nextDate'>;

/**
 * Checks that a template's next document could be made, and finds out what it comes to.
 *
 * @param runCount how many documents it has made
 * @param customer how its customer is taken; as what a caller names, where left out
 * @throws ApiError with what is wrong with the document, by the paths of the template's body
 */
export async function composeTemplate(
  transaction: Transaction,
  wanted: WantedTemplate,
  author: Author,
  runCount: number,
  customer?: CustomerSource,
): Promise<TemplateFields> {
  const next = findOccurrence(wanted.schedule, wanted.nextOccurrence, runCount);
  const date = next?.date ?? wanted.schedule.firstDate;
  const body = toRunBody(wanted.body, date, dueDateOf(wanted, date));
  const references = await loadReferences(transaction, body, customer);
  const { data } = composeInvoice({ body, references, author, strict: false, holdsForApproval: true });
  if (next) refuseLongPast(wanted.schedule, next, references.books.today, runCount);
  const total = toMinorUnits(readStoredDecimal(data.total), data.currency);
  return { ...wanted, currency: data.currency, total, nextDate: next?.date ?? null };
}
