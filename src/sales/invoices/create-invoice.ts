import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { queryBoolean } from '../../platform/http/fields.ts';
import { authorOf, composeInvoice } from './compose-invoice.ts';
import { composeNaming } from './compose-naming.ts';
import { CREDIT_ERRORS } from './credit-body.schema.ts';
import { CREATE_INVOICE_EXAMPLE, INVOICE_EXAMPLE, INVOICE_EXCERPT } from './invoice.examples.ts';
import { explain, invoiceSchema } from './invoice.schema.ts';
import {
  COMPOSITION_ERRORS,
  INTERNAL_ONLY,
  lenientInvoiceBody,
  strictInvoiceBody,
} from './invoice-body.schema.ts';
import {
  holdProductsStatement,
  type InvoiceReferences,
  loadReferencesStatement,
} from './invoice-references.ts';
import { keepReferences, recallReferences } from './known-references.ts';
import { beginSchedule } from './recurring/begin-schedule.ts';
import { withFreeNumber } from './with-free-number.ts';

export const createInvoice = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices',
  operationId: 'createInvoice',
  tag: 'Invoices',
  summary: 'Create Invoice',
  description: `Create a new invoice in COUNT with full product, customer, and tag details.

- **UUIDs Only:** All identification uses UUIDs. Integer IDs are not exposed to partner integrations.
- **Email Uniqueness:** Customer emails must be unique within a team. Always use the
  [Find by Email](/docs/customers/find-customer-by-email) endpoint before attempting a
  [POST](/docs/customers/create-customer).
- **Address Management:** Both billing and shipping addresses support full field sets (Street, City, State, Zip,
  Country); they belong to the [customer](/docs/customers/create-customer).
- **Service vs Product:** Both physical goods and labor services are managed via the same underlying logic; ensure you
  categorize them correctly in your local system. The \`type\` of a [product](/docs/products/create-product) tells them apart.
- **Product Categories:** For customers intended to be billed, ensure they are linked to products that have a category
  account assigned in COUNT, or invoice creation will fail with
  [PRODUCT_WITHOUT_CATEGORY_ACCOUNT](/docs/errors/product-without-category-account).

With \`isDraft: false\` the document is approved at once: an invoice or memo is posted to the books. From the
[four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, where there is one, that is refused: make a
draft, which somebody else approves. Apps with lenient
validation may leave out \`invoiceNumber\`, \`dueDate\`, \`isDraft\` and \`invoiceType\`.`,
  access: 'partner',
  query: z.object({
    dryRun: queryBoolean()
      .optional()
      .describe('Checks and computes everything and keeps nothing; no number is taken.'),
    explain,
  }),
  body: strictInvoiceBody,
  lenientBody: lenientInvoiceBody,
  internalOnly: INTERNAL_ONLY,
  status: 200,
  message: 'Invoice created successfully.',
  data: invoiceSchema,
  errors: ['DUPLICATE_INVOICE_NUMBER', ...COMPOSITION_ERRORS, ...CREDIT_ERRORS, 'SECOND_PERSON_NEEDED'],
  examples: { body: CREATE_INVOICE_EXAMPLE, data: INVOICE_EXAMPLE, excerpt: INVOICE_EXCERPT },
  handle({ body, query, caller, raw, database, change }) {
    const invoiceType = body.invoiceType ?? 'invoice';
    const hold = body.recurrencePattern ? [holdProductsStatement(caller.workspaceId, body)] : [];
    const opening = [...hold, loadReferencesStatement(caller.workspaceId, body, invoiceType)];
    const strict = caller.app.validation === 'strict';
    const author = authorOf(caller, raw);
    const { recurrencePattern: pattern } = body;
    const known = recallReferences(database, caller.workspaceId, body);
    return withFreeNumber(body.invoiceNumber, () =>
      change(
        async (transaction) => {
          const references = transaction.opening.at(-1)!.rows[0].named as InvoiceReferences;
          keepReferences(database, caller.workspaceId, references);
          const composition = { body, references, author, strict, isExplained: query.explain };
          if (!pattern) return composeNaming(transaction, composition, { caller, raw });
          const recurringTemplateId = uuidv7();
          const done = composeInvoice({ ...composition, recurringTemplateId });
          const interval = body.recurrenceInterval ?? 1;
          const recurrence = { pattern, interval, inAdvanceDays: body.inAdvanceCreationDays ?? 0 };
          const document = { body, data: done.data, today: references.books.today };
          const template = await beginSchedule(
            transaction,
            recurringTemplateId,
            recurrence,
            document,
            author,
          );
          return { ...done, records: [...done.records, template] };
        },
        { opening, known, dryRun: query.dryRun ?? false },
      ),
    );
  },
});
