import { ApiError, fieldError, invalidFields } from '../../../errors.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { ENDS_AFTER_BEGIN } from '../../../platform/recurrence/schedule.schema.ts';
import { continueSchedule } from '../../../platform/recurrence/schedule.ts';
import { withWriter } from '../../four-eyes/index.ts';
import { readToday } from '../../workspaces/today.ts';
import { JOURNAL_ENTRY_ERRORS } from '../post-journal-entry.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate, type WantedTemplate } from './compose-template.ts';
import { toStoredLines } from './stored-body.ts';
import { UPDATE_TEMPLATE_EXAMPLE, UPDATED_TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema, type UpdateTemplateBody, updateTemplateBody } from './template.schema.ts';
import { type Template, toTemplateRecord } from './template.ts';
import { lockTemplate, storeTemplate } from './templates.store.ts';

export const updateTemplate = defineEndpoint({
  method: 'PATCH',
  path: '/partners/recurring-journal-entry-templates/{id}',
  operationId: 'updateRecurringJournalEntryTemplate',
  tag: 'Recurring Journal Entries',
  summary: 'Update Recurring Journal Entry Template',
  description: `Changes the fields that are given and leaves the others; \`lines\` replace all lines. Entries that were posted before
stay as they are. Another \`date\` begins the schedule anew on that day; a new pattern or interval goes on from the next date.
\`isDraft: false\` resumes a paused template: dates that passed meanwhile are left out. What failed is tried again at once.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  body: updateTemplateBody,
  status: 200,
  message: 'Recurring journal entry template updated successfully.',
  data: templateSchema,
  notFound: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND',
  errors: JOURNAL_ENTRY_ERRORS,
  examples: { body: UPDATE_TEMPLATE_EXAMPLE, data: UPDATED_TEMPLATE_EXAMPLE },
  handle({ params, body, caller, change }) {
    return change(async (transaction) => {
      const before = await lockTemplate(transaction, params.id);
      if (!before) throw new ApiError('RECURRING_JOURNAL_TEMPLATE_NOT_FOUND');
      if (Object.values(body).every((value) => value === undefined))
        return { data: toTemplateRecord(before), records: [] };
      const writtenBy = withWriter(before.writtenBy, caller.personId);
      const resumedOn = before.paused && body.isDraft === false ? await readToday(transaction) : undefined;
      const wanted = { ...overlayTemplate(before, body, resumedOn), writtenBy };
      const isStored = body.lines === undefined;
      const fields = await composeTemplate(transaction, before.id, wanted, before.runCount, isStored);
      await storeTemplate(transaction, before.id, fields);
      return toTemplateChange(transaction, before.id, 'updated', before);
    });
  },
});

/** What is given, null included, else what there was. */
const given = <Value>(value: Value | undefined, before: Value): Value =>
  value === undefined ? before : value;

/** A template with the changes of an update laid over it. Throws ApiError where what is given does not fit what stays. */
function overlayTemplate(
  before: Template,
  body: UpdateTemplateBody,
  resumedOn: string | undefined,
): Omit<WantedTemplate, 'writtenBy'> {
  const schedule = {
    pattern: body.recurrencePattern ?? before.schedule.pattern,
    interval: body.recurrenceInterval ?? before.schedule.interval,
    firstDate: body.date ?? before.schedule.firstDate,
    lastDate: given(body.recurrenceEndDate, before.schedule.lastDate),
    mostRuns: given(body.recurrenceCount, before.schedule.mostRuns),
  };
  const isBounded = body.date !== undefined || body.recurrenceEndDate !== undefined;
  if (isBounded && schedule.lastDate !== null && schedule.lastDate < schedule.firstDate) {
    const { path, code, message } = ENDS_AFTER_BEGIN;
    throw invalidFields([fieldError(path, code, message)]);
  }
  return {
    body: {
      descriptionEntry: body.descriptionEntry ?? before.body.descriptionEntry,
      refNumber: given(body.refNumber, before.body.refNumber),
      lines: body.lines ? toStoredLines(body.lines) : before.body.lines,
      reversesOn: given(body.reversesOn, before.body.reversesOn),
    },
    inAdvanceDays: body.inAdvanceCreationDays ?? before.inAdvanceDays,
    paused: body.isDraft ?? before.paused,
    ...continueSchedule(before, schedule, resumedOn),
  };
}
