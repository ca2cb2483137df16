import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { withWriter } from '../../four-eyes/index.ts';
import { JOURNAL_ENTRY_ERRORS } from '../post-journal-entry.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate } from './compose-template.ts';
import { toStoredLines } from './stored-body.ts';
import { CREATE_TEMPLATE_EXAMPLE, TEMPLATE_EXAMPLE } from './template.examples.ts';
import { createTemplateBody, templateSchema } from './template.schema.ts';
import { insertTemplate } from './templates.store.ts';

export const createTemplate = defineEndpoint({
  method: 'POST',
  path: '/partners/recurring-journal-entry-templates',
  operationId: 'createRecurringJournalEntryTemplate',
  tag: 'Recurring Journal Entries',
  summary: 'Create Recurring Journal Entry Template',
  description: `A template of which a journal entry is posted on each date of its schedule, exactly once, also where the server was
down on that day: what was missed is posted when it is up again. An addition of Recount, which COUNT’s API does not have.

The body is that of [Create Journal Entry](/docs/journal-entries/create-journal-entry) with a schedule, and is refused as that
would be. With \`reversesOn\` each entry reverses itself, such as an accrual on the first of the next month. A template is
paused until it is [resumed](/docs/recurring-journal-entries/resume-recurring-journal-entry-template), unless \`isDraft\` is
\`false\`.

From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, each entry is kept as a draft, for somebody
to approve who did not write the template.`,
  access: 'partner',
  body: createTemplateBody,
  status: 201,
  message: 'Recurring journal entry template created successfully.',
  data: templateSchema,
  errors: JOURNAL_ENTRY_ERRORS,
  examples: { body: CREATE_TEMPLATE_EXAMPLE, data: TEMPLATE_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      const wanted = {
        body: {
          descriptionEntry: body.descriptionEntry,
          refNumber: body.refNumber ?? null,
          lines: toStoredLines(body.lines),
          reversesOn: body.reversesOn ?? null,
        },
        schedule: {
          pattern: body.recurrencePattern,
          interval: body.recurrenceInterval ?? 1,
          firstDate: body.date,
          lastDate: body.recurrenceEndDate ?? null,
          mostRuns: body.recurrenceCount ?? null,
        },
        inAdvanceDays: body.inAdvanceCreationDays ?? 0,
        paused: body.isDraft ?? true,
        nextOccurrence: 0,
        writtenBy: withWriter([], caller.personId),
      };
      const id = uuidv7();
      const fields = await composeTemplate(transaction, id, wanted, 0, false);
      await insertTemplate(transaction, id, fields, {
        personId: caller.personId,
        partnerAppId: caller.app.id,
      });
      return toTemplateChange(transaction, id, 'created');
    });
  },
});
