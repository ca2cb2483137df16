import { toExactMinorUnits } from '../../ledger/money/index.ts';
import type { JournalLine } from '../../ledger/posting/posting.ts';
import type { OwnLine } from '../../ledger/settlements/recognised-lines.ts';
import type { ChangedRecord } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { openScene, type Scene } from '../settlements/scene.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { type ComposedInvoice, type Composition, composeInvoice } from './compose-invoice.ts';
import { amountDueOf, type Invoice } from './invoice.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { loadReferences } from './invoice-references.ts';
import { asCharged, completeMemo, loadNamedDocuments, namedDocumentIds } from './named-documents.ts';
import { postingDateOf } from './post-before-cutover.ts';

/**
 * Composes a document that may name others: a memo the invoice that it credits, an invoice the memo that is applied to it
 * at once. What is approved is settled with it, in the same transaction.
 *
 * @throws ApiError as `composeInvoice` does, for what is named too
 */
export async function composeNaming(
  transaction: Transaction,
  composition: Composition,
  origin: SettlementOrigin,
): Promise<ComposedInvoice> {
  const documentIds = namedDocumentIds(composition.body);
  if (documentIds.length === 0) return composeInvoice(composition);
  const scene = await openScene(transaction, { documentIds });
  const named = await loadNamedDocuments(transaction, composition.body, scene.documents);
  const { original, memo } = named;
  let { body, references } = composition;
  if (original) {
    body = completeMemo(body, original);
    references = asCharged(await loadReferences(transaction, body, composition.customer), original);
  }
  const composed = composeInvoice({ ...composition, body, references, named });
  const { invoice } = composed;
  if (invoice.isDraft) return composed;
  const settle = { transaction, scene, composition, composed, origin };
  if (!original) {
    const amount = toExactMinorUnits(body.creditMemo!.amount, invoice.currency)!;
    return settleAtOnce(settle, { from: memo!, to: invoice, amount });
  }
  const to = { ...original, creditMemoIds: [...original.creditMemoIds, invoice.id] };
  const due = amountDueOf(original);
  return settleAtOnce(settle, { from: invoice, to, amount: due < invoice.total ? due : invoice.total });
}

interface SettleAtOnce {
  readonly transaction: Transaction;
  readonly scene: Scene;
  readonly composition: Composition;
  readonly composed: ComposedInvoice;
  readonly origin: SettlementOrigin;
}

/** Adds to a document that is about to be written what settles it, or what it settles, in the moment of its approval. */
async function settleAtOnce(
  { transaction, scene, composition, composed, origin }: SettleAtOnce,
  { from, to, amount }: { readonly from: Invoice; readonly to: Invoice; readonly amount: bigint },
): Promise<ComposedInvoice> {
  const { invoice, journalLines } = composed;
  const { today, cutoverDate } = composition.references.books;
  const other = from.id === invoice.id ? to : from;
  const before = scene.documents.get(other.id)!;
  if (amount === 0n) {
    const named = toChangedInvoice('credited', before, { ...before, invoice: other });
    return { ...composed, records: [...composed.records, named] };
  }
  const both = {
    ...scene,
    documents: new Map([invoice, other].map((one) => [one.id, { invoice: one, today }])),
    ownLines: new Map([...scene.ownLines, [invoice.id, ownLinesOf(journalLines)]]),
  };
  const day = postingDateOf(from.date > to.date ? from.date : to.date, cutoverDate);
  const settlement = { allocations: [newAllocation(from.id, to.id, amount, day)], action: 'credit_applied' };
  const done = await settleDocuments(transaction, both, settlement, origin);
  const data = done.invoices.get(invoice.id)!;
  const stood = composition.before ?? invoice;
  return {
    ...composed,
    data,
    records: [
      ...composed.records.map((record) => withDocument(record, stood, data, today)),
      ...done.records
        .filter(({ entityId }) => entityId === other.id)
        .map((record) => withDocument(record, before.invoice, record.document, today)),
    ],
    posting: { ...composed.posting, ...done.posting },
  };
}

/** A record that tells of a document as it stands after all. */
function withDocument(
  record: ChangedRecord,
  before: Invoice,
  document: object,
  today: string,
): ChangedRecord {
  const changes = record.changes && {
    changes: changesBetween(toInvoiceRecord(before, today), { ...document }),
  };
  return { ...record, document, ...changes };
}

/** What a document posts beside its receivable. */
function ownLinesOf(lines: readonly JournalLine[]): OwnLine[] {
  return lines
    .filter(({ openItemId }) => openItemId === null)
    .map(({ lineNumber: _, basis: __, openItemId: ___, ...line }) => line);
}
