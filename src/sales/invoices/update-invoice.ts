import { invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint, type RawRequest } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { authorOf } from './compose-invoice.ts';
import { composeNaming } from './compose-naming.ts';
import { CREDIT_ERRORS } from './credit-body.schema.ts';
import { nameOf, standingOf, stateError } from './document-state.ts';
import { UPDATE_INVOICE_EXAMPLE, UPDATED_INVOICE_EXAMPLE } from './invoice.examples.ts';
import { type InvoiceRecord, invoiceSchema } from './invoice.schema.ts';
import {
  COMPOSITION_ERRORS,
  INTERNAL_ONLY,
  type UpdateInvoiceBody,
  updateInvoiceBody,
} from './invoice-body.schema.ts';
import { findBrokenDocumentRules, overlayBody, readBack, toInvoiceBody } from './invoice-body.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { holdProductsStatement, loadReferences } from './invoice-references.ts';
import { lockWithOriginal } from './lock-invoice.ts';
import { correctSchedule } from './recurring/correct-schedule.ts';
import { startSchedule } from './recurring/start-schedule.ts';
import { registerNumber } from './register-number.ts';
import { withFreeNumber } from './with-free-number.ts';

export const updateInvoice = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}',
  operationId: 'updateInvoice',
  tag: 'Invoices',
  summary: 'Update Invoice',
  description: `Changes the fields of a draft that are given and leaves the others; a record that is sent back as it was answered changes nothing. \`products\` and \`tagUuids\` replace
the whole list, \`null\` clears what may be empty. What only the server decides (\`total\`, \`paymentStatus\`,
\`isSent\`, ...) is ignored and named in \`_partnerWarnings\`.

\`isDraft: false\` approves the draft with the changes, and is how a credit memo is finalised; one that names an invoice
(\`appliedToInvoiceUuid\`) is applied to it at once. An approved document cannot
be changed. Where the draft was created with a \`recurrencePattern\`, what is corrected recurs, until its schedule begins.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  body: updateInvoiceBody,
  internalOnly: INTERNAL_ONLY,
  status: 200,
  message: 'Invoice updated successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['DUPLICATE_INVOICE_NUMBER', ...COMPOSITION_ERRORS, ...CREDIT_ERRORS, 'SECOND_PERSON_NEEDED'],
  examples: { body: UPDATE_INVOICE_EXAMPLE, data: UPDATED_INVOICE_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    return withFreeNumber(body.invoiceNumber, () =>
      change((transaction) => update(transaction, params.id, body, caller, raw)),
    );
  },
});

async function update(
  transaction: Transaction,
  id: string,
  given: UpdateInvoiceBody,
  caller: Caller,
  raw: RawRequest,
): Promise<DoneChange<InvoiceRecord>> {
  const { invoice: before, today } = await lockWithOriginal(transaction, id, given.appliedToInvoiceUuid);
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(changes).length === 0) return { data: toInvoiceRecord(before, today), records: [] };
  if (!before.isDraft)
    throw stateError(
      `must be of a draft: cannot update the ${nameOf(before)}, which is ${standingOf(before)}`,
    );
  const body = overlayBody(toInvoiceBody(before), readBack(changes, before));
  const broken = findBrokenDocumentRules(body);
  if (broken.length > 0) throw invalidFields(broken);
  if (body.invoiceNumber !== before.invoiceNumber)
    await registerNumber(transaction, before, 'renumbered', caller.personId);
  const customer = { isStored: (given.customerUuid ?? before.customer.id) === before.customer.id };
  if (before.recurringTemplateId !== null)
    await transaction.query(holdProductsStatement(transaction.workspaceId!, body));
  const references = await loadReferences(transaction, body, customer);
  const keepsLines = given.products === undefined;
  const keepsWords = Object.keys(changes).every((field) => field === 'isDraft');
  const author = authorOf(caller, raw);
  const composition = { body, references, customer, author, before, strict: false, keepsLines, keepsWords };
  const done = await composeNaming(transaction, composition, { caller, raw });
  const { data } = done;
  const corrected = await correctSchedule(transaction, before, { body, data }, author);
  const started = body.isDraft === false ? await startSchedule(transaction, before) : [];
  return { ...done, records: [...done.records, ...corrected, ...started] };
}
