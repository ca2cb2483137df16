import { ApiError } from '../../../errors.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { findOccurrenceFrom } from '../../../platform/recurrence/schedule.ts';
import { readToday } from '../../workspaces/today.ts';
import { JOURNAL_ENTRY_ERRORS } from '../post-journal-entry.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate } from './compose-template.ts';
import { PAUSED_TEMPLATE_EXAMPLE, TEMPLATE_EXAMPLE } from './template.examples.ts';
import { type TemplateRecord, templateSchema } from './template.schema.ts';
import { toTemplateRecord } from './template.ts';
import { lockTemplate, storeTemplate } from './templates.store.ts';

const declaration = {
  method: 'POST',
  tag: 'Recurring Journal Entries',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  status: 200,
  data: templateSchema,
  notFound: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND',
} as const;

export const pauseTemplate = defineEndpoint({
  ...declaration,
  path: '/partners/recurring-journal-entry-templates/{id}/pause',
  operationId: 'pauseRecurringJournalEntryTemplate',
  summary: 'Pause Recurring Journal Entry Template',
  description: 'Posts no more entries until the template is resumed. One that is paused stays as it is.',
  message: 'Recurring journal entry template paused successfully.',
  errors: [],
  examples: { data: PAUSED_TEMPLATE_EXAMPLE },
  handle({ params, change }) {
    return change((transaction) => setPaused(transaction, params.id, true));
  },
});

export const resumeTemplate = defineEndpoint({
  ...declaration,
  path: '/partners/recurring-journal-entry-templates/{id}/resume',
  operationId: 'resumeRecurringJournalEntryTemplate',
  summary: 'Resume Recurring Journal Entry Template',
  description:
    'Posts entries from now on, today’s included: dates that passed while it was paused are left out. One that is ' +
    'active stays as it is; where its next entry failed, that is tried again at once.',
  message: 'Recurring journal entry template resumed successfully.',
  errors: JOURNAL_ENTRY_ERRORS,
  examples: { data: TEMPLATE_EXAMPLE },
  handle({ params, change }) {
    return change((transaction) => setPaused(transaction, params.id, false));
  },
});

async function setPaused(
  transaction: Transaction,
  id: string,
  paused: boolean,
): Promise<DoneChange<TemplateRecord>> {
  const before = await lockTemplate(transaction, id);
  if (!before) throw new ApiError('RECURRING_JOURNAL_TEMPLATE_NOT_FOUND');
  if (before.paused === paused && !before.failure) return { data: toTemplateRecord(before), records: [] };
  if (paused) {
    await storeTemplate(transaction, id, { ...before, paused });
    return toTemplateChange(transaction, id, 'paused', before);
  }
  const { schedule, nextOccurrence, runCount } = before;
  const today = await readToday(transaction);
  const next = before.paused ? findOccurrenceFrom(schedule, nextOccurrence, today, runCount) : undefined;
  const wanted = { ...before, paused, nextOccurrence: next?.index ?? nextOccurrence };
  const fields =
    before.paused && !next
      ? { ...wanted, nextDate: null }
      : await composeTemplate(transaction, id, wanted, runCount, true);
  await storeTemplate(transaction, id, fields);
  return toTemplateChange(transaction, id, 'resumed', before);
}
