import { ApiError } from '../../../errors.ts';
import { readToday } from '../../../ledger/workspaces/today.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { findOccurrenceFrom } from '../../../platform/recurrence/schedule.ts';
import { type Author, authorOf } from '../compose-invoice.ts';
import { COMPOSITION_ERRORS } from '../invoice-body.schema.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate } from './compose-template.ts';
import { PAUSED_TEMPLATE_EXAMPLE, TEMPLATE_EXAMPLE } from './template.examples.ts';
import { type TemplateRecord, templateSchema } from './template.schema.ts';
import { toTemplateRecord } from './template.ts';
import { lockTemplate, storeTemplate } from './templates.store.ts';

const declaration = {
  method: 'POST',
  tag: 'Recurring Invoices',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  status: 200,
  data: templateSchema,
  notFound: 'RECURRING_TEMPLATE_NOT_FOUND',
} as const;

export const pauseTemplate = defineEndpoint({
  ...declaration,
  path: '/partners/recurring-invoice-templates/{id}/pause',
  operationId: 'pauseRecurringInvoiceTemplate',
  summary: 'Pause Recurring Invoice Template',
  description: 'Makes no more documents until the template is resumed. One that is paused stays as it is.',
  message: 'Recurring invoice template paused successfully.',
  errors: [],
  examples: { data: PAUSED_TEMPLATE_EXAMPLE },
  handle({ params, caller, raw, change }) {
    return change((transaction) => setPaused(transaction, params.id, true, authorOf(caller, raw)));
  },
});

export const resumeTemplate = defineEndpoint({
  ...declaration,
  path: '/partners/recurring-invoice-templates/{id}/resume',
  operationId: 'resumeRecurringInvoiceTemplate',
  summary: 'Resume Recurring Invoice Template',
  description:
    'Makes documents from now on, today’s included: dates that passed while it was paused are left out. One that is ' +
    'active stays as it is; where its next document failed, that is tried again at once.',
  message: 'Recurring invoice template resumed successfully.',
  errors: [...COMPOSITION_ERRORS],
  examples: { data: TEMPLATE_EXAMPLE },
  handle({ params, caller, raw, change }) {
    return change((transaction) => setPaused(transaction, params.id, false, authorOf(caller, raw)));
  },
});

async function setPaused(
  transaction: Transaction,
  id: string,
  paused: boolean,
  author: Author,
): Promise<DoneChange<TemplateRecord>> {
  const before = await lockTemplate(transaction, id);
  if (!before) throw new ApiError('RECURRING_TEMPLATE_NOT_FOUND');
  if (before.paused === paused && !before.failure) return { data: toTemplateRecord(before), records: [] };
  if (paused) {
    await storeTemplate(transaction, id, { ...before, paused });
    return toTemplateChange(transaction, id, 'paused', before);
  }
  const { schedule, nextOccurrence, runCount } = before;
  const today = await readToday(transaction);
  const next = before.paused ? findOccurrenceFrom(schedule, nextOccurrence, today, runCount) : undefined;
  const wanted = { ...before, paused, nextOccurrence: next?.index ?? nextOccurrence };
  const fields = before.paused && !next ? { ...wanted, nextDate: null } : undefined;
  await storeTemplate(
    transaction,
    id,
    fields ?? (await composeTemplate(transaction, wanted, author, runCount, before.body)),
  );
  return toTemplateChange(transaction, id, 'resumed', before);
}
