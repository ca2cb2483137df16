import { ApiError, invalidFields } from '../../../errors.ts';
import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { readToday } from '../../../ledger/workspaces/today.ts';
import { daysBetween } from '../../../platform/dates.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { continueSchedule } from '../../../platform/recurrence/schedule.ts';
import { authorOf } from '../compose-invoice.ts';
import { COMPOSITION_ERRORS, INTERNAL_ONLY } from '../invoice-body.schema.ts';
import { findBrokenDocumentRules, overlayBody } from '../invoice-body.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate, type WantedTemplate } from './compose-template.ts';
import { toRunBody, toStoredBody } from './stored-body.ts';
import { UPDATE_TEMPLATE_EXAMPLE, UPDATED_TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema, type UpdateTemplateBody, updateTemplateBody } from './template.schema.ts';
import { dueDateOf, type Template, toTemplateRecord } from './template.ts';
import { lockTemplate, storeTemplate } from './templates.store.ts';

export const updateTemplate = defineEndpoint({
  method: 'PATCH',
  path: '/partners/recurring-invoice-templates/{id}',
  operationId: 'updateRecurringInvoiceTemplate',
  tag: 'Recurring Invoices',
  summary: 'Update Recurring Invoice Template',
  description: `Changes the fields that are given and leaves the others; \`products\` and \`tagUuids\` replace the whole list.
Documents that were made before stay as they are. Another \`date\` begins the schedule anew on that day; a new pattern or
interval goes on from the next date. \`isDraft: false\` resumes a paused template: dates that passed meanwhile are left out.
What failed is tried again at once.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  body: updateTemplateBody,
  internalOnly: INTERNAL_ONLY,
  status: 200,
  message: 'Recurring invoice template updated successfully.',
  data: templateSchema,
  notFound: 'RECURRING_TEMPLATE_NOT_FOUND',
  errors: [...COMPOSITION_ERRORS],
  examples: { body: UPDATE_TEMPLATE_EXAMPLE, data: UPDATED_TEMPLATE_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    const author = authorOf(caller, raw);
    return change(async (transaction) => {
      const before = await lockTemplate(transaction, params.id);
      if (!before) throw new ApiError('RECURRING_TEMPLATE_NOT_FOUND');
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      if (given.length === 0) return { data: toTemplateRecord(before), records: [] };
      const writtenBy = withWriter(before.writtenBy, author.personId);
      const resumedOn = before.paused && body.isDraft === false ? await readToday(transaction) : undefined;
      const wanted = { ...overlayTemplate(before, Object.fromEntries(given), resumedOn), writtenBy };
      const fields = await composeTemplate(transaction, wanted, author, before.runCount, before.body);
      await storeTemplate(transaction, before.id, fields);
      return toTemplateChange(transaction, before.id, 'updated', before);
    });
  },
});

/** A template with the changes of an update laid over it. Throws ApiError where what is given does not fit what stays. */
function overlayTemplate(
  before: Template,
  given: UpdateTemplateBody,
  resumedOn: string | undefined,
): Omit<WantedTemplate, 'writtenBy'> {
  const firstDate = given.date ?? before.schedule.firstDate;
  const { recurrencePattern, recurrenceInterval, inAdvanceCreationDays, recurrenceEndDate, recurrenceCount } =
    given;
  const present = toRunBody(before.body, firstDate, dueDateOf(before, firstDate));
  const body = overlayBody(present, given);
  const broken = findBrokenDocumentRules(body);
  if (broken.length > 0) throw invalidFields(broken);
  const schedule = {
    pattern: recurrencePattern ?? before.schedule.pattern,
    interval: recurrenceInterval ?? before.schedule.interval,
    firstDate,
    lastDate: recurrenceEndDate === undefined ? before.schedule.lastDate : recurrenceEndDate,
    mostRuns: recurrenceCount === undefined ? before.schedule.mostRuns : recurrenceCount,
  };
  return {
    label: given.invoiceNumber === undefined ? before.label : (given.invoiceNumber ?? null),
    body: toStoredBody(body),
    inAdvanceDays: inAdvanceCreationDays ?? before.inAdvanceDays,
    dueDays: given.dueDate === undefined ? before.dueDays : dueDaysOf(firstDate, given.dueDate),
    paused: given.isDraft ?? before.paused,
    ...continueSchedule(before, schedule, resumedOn),
  };
}

function dueDaysOf(firstDate: string, dueDate: string | null): number | null {
  return dueDate === null ? null : daysBetween(firstDate, dueDate);
}
