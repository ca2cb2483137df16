import { readStoredDecimal, toMinorUnits } from '../../../ledger/money/index.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { findOccurrence, refuseLongPast } from '../../../platform/recurrence/schedule.ts';
import { type Author, composeInvoice } from '../compose-invoice.ts';
import { holdProductsStatement, loadReferences } from '../invoice-references.ts';
import { type StoredBody, toRunBody, withoutDeletedTags } from './stored-body.ts';
import { dueDateOf, type TemplateFields } from './template.ts';

/** What a template is to be; what it comes to and which run stands next follow from it. */
export type WantedTemplate = Omit<TemplateFields, 'currency' | 'total' | 'nextDate'>;

/**
 * Checks that a template's next document could be made, and finds out what it comes to.
 *
 * @param runCount how many documents it has made
 * @param before what it said until now: its customer may have been merged since, and its tags deleted
 * @throws ApiError with what is wrong with the document, by the paths of the template's body
 */
export async function composeTemplate(
  transaction: Transaction,
  wanted: WantedTemplate,
  author: Author,
  runCount: number,
  before?: StoredBody,
): Promise<TemplateFields> {
  const next = findOccurrence(wanted.schedule, wanted.nextOccurrence, runCount);
  const date = next?.date ?? wanted.schedule.firstDate;
  const body = toRunBody(wanted.body, date, dueDateOf(wanted, date));
  await transaction.query(holdProductsStatement(transaction.workspaceId!, body));
  const isStored = body.customerUuid === before?.customerUuid;
  const references = await loadReferences(transaction, body, { isStored });
  const run = withoutDeletedTags(body, references, before?.tagUuids ?? []);
  const { data } = composeInvoice({ body: run, references, author, strict: false, holdsForApproval: true });
  if (next) refuseLongPast(wanted.schedule, next, references.books.today, runCount);
  const total = toMinorUnits(readStoredDecimal(data.total), data.currency);
  return { ...wanted, currency: data.currency, total, nextDate: next?.date ?? null };
}
