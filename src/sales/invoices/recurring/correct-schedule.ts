import { isDeepStrictEqual } from 'node:util';
import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { readStoredDecimal, toMinorUnits } from '../../../ledger/money/index.ts';
import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { addDays, daysBetween } from '../../../platform/dates.ts';
import { findOccurrenceFrom } from '../../../platform/recurrence/schedule.ts';
import type { Author } from '../compose-invoice.ts';
import type { InvoiceRecord } from '../invoice.schema.ts';
import type { Invoice } from '../invoice.ts';
import type { InvoiceBody } from '../invoice-body.schema.ts';
import { toInvoiceBody } from '../invoice-body.ts';
import { lockBegunTemplate } from './begun-template.ts';
import { toTemplateChange } from './changed-template.ts';
import { type StoredBody, type StoredLine, toStoredBody } from './stored-body.ts';
import type { Template } from './template.ts';
import { storeTemplate } from './templates.store.ts';

/**
 * Corrects the template that was begun with a draft as the draft is corrected: what changes in the draft is what recurs.
 *
 * @param before the draft as it was
 * @param after what it says now
 * @returns what the audit log and the event say of the template; nothing where it stays as it is
 */
export async function correctSchedule(
  transaction: Transaction,
  before: Invoice,
  after: { readonly body: InvoiceBody; readonly data: InvoiceRecord },
  author: Author,
): Promise<readonly ChangedRecord[]> {
  const template = await lockBegunTemplate(transaction, before);
  if (!template) return [];
  const { body: said, data } = after;
  const stood = { ...toInvoiceBody(before), currency: before.currency };
  const stands = { ...said, currency: data.currency };
  const body = correctBody(template.body, toStoredBody(stood), toStoredBody(stands));
  const isDueAsBefore = said.dueDate === before.dueDate;
  if (isDeepStrictEqual(body, template.body) && said.date === before.date && isDueAsBefore) return [];
  await storeTemplate(transaction, template.id, {
    ...template,
    ...redate(template, said.date),
    body,
    currency: data.currency,
    total: toMinorUnits(readStoredDecimal(data.total), data.currency),
    dueDays: isDueAsBefore ? template.dueDays : said.dueDate ? daysBetween(said.date, said.dueDate) : null,
    writtenBy: withWriter(template.writtenBy, author.personId),
  });
  return (await toTemplateChange(transaction, template.id, 'updated', template)).records;
}

/** What changed, and else what there was: a draft names the taxes and prices that the template leaves to the product. */
function correctFields<Fields extends object>(kept: Fields, before: Fields, after: Fields): Fields {
  const changed = Object.entries({ ...before, ...after })
    .map(([field]) => field as keyof Fields)
    .filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return { ...kept, ...Object.fromEntries(changed.map((field) => [field, after[field]])) };
}

function correctBody(kept: StoredBody, before: StoredBody, after: StoredBody): StoredBody {
  const products = after.products.map((line, index): StoredLine => {
    const [keptLine, beforeLine] = [kept.products[index], before.products[index]];
    const isSame = keptLine && beforeLine?.productUuid === line.productUuid;
    return isSame ? correctFields(keptLine, beforeLine, line) : line;
  });
  // What became a memo does not recur as one.
  const invoiceType = after.invoiceType === 'memo' ? before.invoiceType : after.invoiceType;
  return { ...correctFields(kept, before, { ...after, invoiceType }), products };
}

/** Where the schedule goes on, now that its first document has another date: never on a day on or before that. */
function redate(template: Template, firstDate: string): Partial<Template> {
  const { schedule, lastRun, runCount } = template;
  if (schedule.firstDate === firstDate) return {};
  const redated = { ...schedule, firstDate };
  const next = findOccurrenceFrom(redated, 1, addDays(lastRun!.date, 1), runCount);
  return { schedule: redated, nextOccurrence: next?.index ?? 1, nextDate: next?.date ?? null };
}
