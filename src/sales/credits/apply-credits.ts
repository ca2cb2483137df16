import { ApiError } from '../../errors.ts';
import { toExactMinorUnits } from '../../ledger/money/index.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { InvoiceRecord } from '../invoices/invoice.schema.ts';
import {
  beyondBalance,
  datedOf,
  findUnfitDate,
  findUnfitDocument,
  findUnfitDocuments,
  findUnknownDocuments,
  openOf,
  refuse,
  refuseUnknown,
  standardDate,
  sumOfWanted,
  type WantedDocument,
} from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';

export interface CreditWish {
  /** The document of the path. */
  readonly id: string;
  /** Of which type that is; those of the list are of the other. */
  readonly type: 'invoice' | 'memo';
  readonly field: string;
  readonly wanted: readonly WantedDocument[];
  readonly date: string | undefined;
}

/**
 * Applies memos to an invoice, or a memo to invoices: all of the list, or nothing.
 *
 * @throws ApiError INVOICE_NOT_FOUND where a document is not in this workspace, else every broken rule
 */
export async function applyCredits(
  transaction: Transaction,
  { id, type, field, wanted, date }: CreditWish,
  origin: SettlementOrigin,
): Promise<DoneChange<InvoiceRecord>> {
  const documentIds = [...new Set([id, ...wanted.map((each) => each.id)])];
  const scene = await openScene(transaction, { documentIds });
  const named = { field, type: type === 'memo' ? 'invoice' : 'memo', wanted } as const;
  const whole = scene.documents.get(id)?.invoice;
  if (!whole) throw new ApiError('INVOICE_NOT_FOUND');
  refuseUnknown(findUnknownDocuments(named, scene));
  const dated = [...scene.documents.values()].map(({ invoice }) => datedOf(invoice));
  const day = date ?? standardDate(scene.books, ...dated.map((each) => each.date));
  const unfit = findUnfitDocument('id', whole, type);
  const isBeyond = unfit.length === 0 && sumOfWanted(wanted, whole.currency) > openOf(whole).amount;
  refuse([
    ...unfit,
    ...findUnfitDate(day, scene.books, dated),
    ...findUnfitDocuments(named, scene, { payerId: whole.payerId, currency: whole.currency }),
    ...(isBeyond ? [beyondBalance(field, openOf(whole), 'together ')] : []),
  ]);
  const allocations = wanted.map((each) => {
    const [fromId, toId] = type === 'memo' ? [id, each.id] : [each.id, id];
    return newAllocation(fromId, toId, toExactMinorUnits(each.amount, whole.currency)!, day);
  });
  const settlement = { allocations, action: 'credit_applied' };
  const { invoices, records, posting } = await settleDocuments(transaction, scene, settlement, origin);
  return { data: invoices.get(id)!, records, posting };
}
