import { v7 as uuidv7 } from 'uuid';
import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { daysBetween } from '../../../platform/dates.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { authorOf } from '../compose-invoice.ts';
import { COMPOSITION_ERRORS, INTERNAL_ONLY } from '../invoice-body.schema.ts';
import { toTemplateChange } from './changed-template.ts';
import { composeTemplate } from './compose-template.ts';
import { toStoredBody } from './stored-body.ts';
import { CREATE_TEMPLATE_EXAMPLE, TEMPLATE_EXAMPLE } from './template.examples.ts';
import { createTemplateBody, templateSchema } from './template.schema.ts';
import { insertTemplate } from './templates.store.ts';

export const createTemplate = defineEndpoint({
  method: 'POST',
  path: '/partners/recurring-invoice-templates',
  operationId: 'createRecurringInvoiceTemplate',
  tag: 'Recurring Invoices',
  summary: 'Create Recurring Invoice Template',
  description: `A template of which an approved invoice, quote or estimate is made on each date of its schedule, exactly
once, also where the server was down on that day: what was missed is made when it is up again.

The body is that of [Create Invoice](/docs/invoices/create-invoice) with a schedule. Lines that name no price or taxes take
those that the product has at each run. A template is paused until it is [resumed](/docs/recurring-invoices/resume-recurring-invoice-template),
unless \`isDraft\` is \`false\`.

From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, a document is made as a draft,
for somebody to approve who did not write the template; \`lastRun.heldForApproval\` says so.`,
  access: 'partner',
  body: createTemplateBody,
  internalOnly: INTERNAL_ONLY,
  status: 201,
  message: 'Recurring invoice template created successfully.',
  data: templateSchema,
  errors: [...COMPOSITION_ERRORS],
  examples: { body: CREATE_TEMPLATE_EXAMPLE, data: TEMPLATE_EXAMPLE },
  handle({ body, caller, raw, change }) {
    const author = authorOf(caller, raw);
    return change(async (transaction) => {
      const { invoiceNumber, ...document } = body;
      const wanted = {
        label: invoiceNumber ?? null,
        body: toStoredBody(document),
        schedule: {
          pattern: body.recurrencePattern,
          interval: body.recurrenceInterval ?? 1,
          firstDate: body.date,
          lastDate: body.recurrenceEndDate ?? null,
          mostRuns: body.recurrenceCount ?? null,
        },
        inAdvanceDays: body.inAdvanceCreationDays ?? 0,
        dueDays: body.dueDate ? daysBetween(body.date, body.dueDate) : null,
        paused: body.isDraft ?? true,
        nextOccurrence: 0,
        writtenBy: withWriter([], author.personId),
      };
      const fields = await composeTemplate(transaction, wanted, author, 0);
      const id = uuidv7();
      await insertTemplate(transaction, id, fields, author);
      return toTemplateChange(transaction, id, 'created');
    });
  },
});
