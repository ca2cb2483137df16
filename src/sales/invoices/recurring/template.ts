import { decimalToNumber, formatMinorUnits, readStoredDecimal } from '../../../ledger/money/index.ts';
import { addDays } from '../../../platform/dates.ts';
import { identityOf, timestampsOf } from '../../../platform/http/record.ts';
import type { RecurringFields, RecurringTemplate } from '../../../platform/recurrence/template-rows.ts';
import type { StoredBody } from './stored-body.ts';
import type { TemplateRecord } from './template.schema.ts';

/** What a template is, without what becomes of it. */
export interface TemplateFields extends RecurringFields {
  readonly label: string | null;
  readonly body: StoredBody;
  readonly currency: string;
  /** What a document came to when the template was last changed, in minor units. */
  readonly total: bigint;
  /** Days from a document's date to its due date; null leaves it to the payment term. */
  readonly dueDays: number | null;
}

/** A template as it stands. */
export interface Template extends TemplateFields, RecurringTemplate {
  readonly customer: { readonly id: string; readonly customer: string; readonly email: string | null };
  readonly lastRun: TemplateRecord['lastRun'];
}

/** The due date of a run: as many days after its date as the template says; null leaves it to the payment term. */
export function dueDateOf({ dueDays }: Pick<Template, 'dueDays'>, date: string): string | null {
  return dueDays === null ? null : addDays(date, dueDays);
}

const toNumber = (stored: string | null) =>
  stored === null ? null : decimalToNumber(readStoredDecimal(stored));

/** A template in the API's words. */
export function toTemplateRecord(template: Template): TemplateRecord {
  const { body, schedule, customer, failure } = template;
  return {
    ...identityOf(template.id),
    status: template.nextDate === null ? 'ended' : template.paused ? 'paused' : 'active',
    isDraft: template.paused,
    recurrencePattern: schedule.pattern,
    recurrenceInterval: schedule.interval,
    inAdvanceCreationDays: template.inAdvanceDays,
    recurrenceEndDate: schedule.lastDate,
    recurrenceCount: schedule.mostRuns,
    date: schedule.firstDate,
    dueDate: dueDateOf(template, schedule.firstDate),
    nextDate: template.nextDate,
    runCount: template.runCount,
    lastRun: template.lastRun,
    failure: failure && { ...failure, attempts: template.failedAttempts },
    invoiceType: body.invoiceType as TemplateRecord['invoiceType'],
    invoiceNumber: template.label,
    customerUuid: customer.id,
    customer: { ...identityOf(customer.id), customer: customer.customer, email: customer.email },
    currency: template.currency,
    notes: body.notes,
    products: body.products.map((line) => ({
      productUuid: line.productUuid,
      description: line.description,
      quantity: toNumber(line.quantity)!,
      price: toNumber(line.price),
      unitPrice: toNumber(line.price),
      taxes: line.taxes ? [...line.taxes] : null,
      discount: toNumber(line.discount),
      discountType: line.discountType as 'amount' | 'percent' | null,
    })),
    tagUuids: [...body.tagUuids],
    discount: toNumber(body.discount),
    discountType: body.discountType as TemplateRecord['discountType'],
    discountDescription: body.discountDescription,
    taxMode: body.taxMode as TemplateRecord['taxMode'],
    total: formatMinorUnits(template.total, template.currency),
    ...timestampsOf(template),
  };
}
