import { z } from 'zod';
import { fieldError, invalidFields } from '../../errors.ts';
import { formatMinorUnits } from '../../ledger/money/index.ts';
import { loadLiveEntry, type StoredEntry } from '../../ledger/posting/load-entry.ts';
import { reverseEntry } from '../../ledger/posting/reverse-entry.ts';
import { findOutsidePeriod, readOpenPeriod } from '../../ledger/workspaces/open-period.ts';
import type { ChangedRecord, DoneChange, Posting } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint, type RawRequest } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { nameOf, stateError } from './document-state.ts';
import { VOID_INVOICE_EXAMPLE } from './invoice.examples.ts';
import { type InvoiceRecord, invoiceSchema } from './invoice.schema.ts';
import { type Invoice, isPostingType, movesBooks } from './invoice.ts';
import { loadInvoices } from './invoices.store.ts';
import { lockWithOriginal } from './lock-invoice.ts';
import { drawOnOpening } from './post-before-cutover.ts';
import { registerNumber } from './register-number.ts';

export const voidInvoice = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/void',
  operationId: 'voidInvoice',
  tag: 'Invoices',
  summary: 'Void Invoice',
  description: `Makes an approved document void: what it posted is reversed, nothing is owed on it, and it stays on record
under its number. The reversal takes the document’s own date while that period is open; give another \`date\` where it is
closed. Refused while anything is paid or credited: remove that first. An invoice that approved memos name is refused
too, until they are void.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  query: z.object({
    date: date()
      .optional()
      .describe(
        'The accounting date of the reversal, on or after the document’s, which it is when left out.',
      ),
  }),
  status: 200,
  message: 'Invoice voided successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE', 'PERIOD_CLOSED', 'BEFORE_CUTOVER', 'OPENING_RECEIVABLES_EXCEEDED'],
  examples: { data: VOID_INVOICE_EXAMPLE },
  handle({ params, query, caller, raw, change }) {
    return change((transaction) => makeVoid(transaction, params.id, query.date, caller, raw));
  },
});

async function makeVoid(
  transaction: Transaction,
  id: string,
  wantedDate: string | undefined,
  caller: Caller,
  raw: RawRequest,
): Promise<DoneChange<InvoiceRecord>> {
  const before = await lockWithOriginal(transaction, id);
  const { invoice } = before;
  refuseUnlessVoidable(invoice);
  const entry = movesBooks(invoice) ? await loadLiveEntry(transaction, id, invoice.version) : undefined;
  const earliest = entry?.effective ?? invoice.date;
  const voidDate = wantedDate ?? earliest;
  await refuseDate(transaction, invoice, { voidDate, earliest });
  await transaction.query(
    `UPDATE invoice SET voided_at = clock_timestamp(), void_date = $3, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id, voidDate],
  );
  await registerNumber(transaction, invoice, 'void', caller.personId);
  const [after] = await loadInvoices(transaction, [id]);
  const record = toChangedInvoice('voided', before, after!);
  const original = await tellOriginal(transaction, invoice);
  const reversal = { effective: voidDate, actor: caller.personId, app: caller.app.id, requestId: raw.id };
  return {
    data: record.document as InvoiceRecord,
    records: [record, ...original],
    ...(entry ? { posting: { ...reverseEntry(entry, reversal), ...drawAgain(invoice, entry) } } : {}),
  };
}

/** A memo from before the cutover had given back to the opening receivables what is now taken again. */
function drawAgain({ invoiceType, baseCurrency }: Invoice, { kind, lines }: StoredEntry): Posting {
  const opening = lines.find(({ accountId, openItemId }) => openItemId === accountId);
  if (invoiceType !== 'memo' || kind !== 'opening' || !opening) return {};
  return { opening_draw: drawOnOpening(opening.accountId, baseCurrency, 'id') };
}

/** The invoice that a memo names loses one of its memos. */
async function tellOriginal(transaction: Transaction, memo: Invoice): Promise<ChangedRecord[]> {
  if (memo.appliedToInvoiceId === null) return [];
  const [after] = await loadInvoices(transaction, [memo.appliedToInvoiceId]);
  if (!after) return [];
  const before = { ...after.invoice, creditMemoIds: [...after.invoice.creditMemoIds, memo.id] };
  return [toChangedInvoice('credit_voided', { ...after, invoice: before }, after)];
}

function refuseUnlessVoidable(invoice: Invoice): void {
  const name = nameOf(invoice);
  if (invoice.isDraft)
    throw stateError(
      `is invalid here: the ${name} must be approved to be made void; a draft is deleted instead`,
    );
  if (invoice.voidDate !== null) throw stateError(`is invalid here: the ${name} is void since it was voided`);
  if (invoice.convertedToId !== null)
    throw stateError(`is invalid here: the ${name} was converted, so that only what it became can be void`);
  if (invoice.paidAmount !== 0n) {
    const paid = `${formatMinorUnits(invoice.paidAmount, invoice.currency)} ${invoice.currency}`;
    throw stateError(
      `is invalid here: ${paid} of the ${name} is paid or applied, which must be removed first`,
    );
  }
  if (invoice.creditMemoIds.length > 0)
    throw stateError(
      `is invalid here: approved credit memos name the ${name} (\`creditMemoUuids\`), which must be made void first`,
    );
}

/** @param earliest when the document was posted: its own date, unless it is from before the cutover */
async function refuseDate(
  transaction: Transaction,
  invoice: Invoice,
  { voidDate, earliest }: { readonly voidDate: string; readonly earliest: string },
): Promise<void> {
  if (voidDate < earliest) {
    const predicate = `must be on or after ${earliest}, the date of the document`;
    throw invalidFields([fieldError('date', 'INVALID_DATE', predicate)]);
  }
  if (!isPostingType(invoice.invoiceType)) return;
  const period = await readOpenPeriod(transaction);
  const outside = findOutsidePeriod(voidDate, period, 'give `?date=` of a day in an open period');
  if (outside.length > 0) throw invalidFields(outside);
}
