import type { Transaction } from '../platform/database/transaction.ts';
import type { Substitutions } from '../portal/demo-target.ts';
import { APPLY_TO_MULTIPLE_EXAMPLE, REMOVE_CREDIT_EXAMPLE } from '../sales/credits/credit.examples.ts';
import { CUSTOMER_EXAMPLE } from '../sales/customers/customer.examples.ts';
import { INVOICE_EXAMPLE } from '../sales/invoices/invoice.examples.ts';
import {
  APPLY_PAYMENT_EXAMPLE,
  CREATE_PAYMENT_EXAMPLE,
  CREATE_REFUND_EXAMPLE,
  PAYMENT_EXAMPLE,
} from '../sales/payments/payment.examples.ts';

/** Records of the workspace that the examples of settlements work with; null where there is none. */
interface SettlementRecords {
  readonly owedInvoice: string | null;
  readonly owedCustomer: string | null;
  readonly creditInvoice: string | null;
  readonly creditMemo: string | null;
  readonly appliedInvoice: string | null;
  readonly appliedMemo: string | null;
  readonly paidInvoice: string | null;
  readonly paidBy: string | null;
  readonly onAccount: string | null;
  readonly onAccountInvoice: string | null;
}

/** The examples are in the workspace's currency. */
const OPEN = (
  alias: string,
  type: string,
) => `${alias}.workspace_id = $1 AND ${alias}.invoice_type = '${type}'
  AND ${alias}.exchange_rate_source IS NULL AND NOT ${alias}.is_draft AND ${alias}.voided_at IS NULL AND ${alias}.deleted_at IS NULL`;

const LIVE = `a.workspace_id = $1 AND a.reverses IS NULL
  AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = $1 AND r.reverses = a.id)`;

/** Of what fits, documents that are not yet joined come first, so that each try of an example finds another pair. */
const FIND = `
  SELECT owed.id AS "owedInvoice", owed.customer_id AS "owedCustomer", credit.invoice AS "creditInvoice",
         credit.memo AS "creditMemo", applied.invoice AS "appliedInvoice", applied.memo AS "appliedMemo",
         paid.invoice AS "paidInvoice", paid.payment AS "paidBy", ahead.payment AS "onAccount",
         ahead.invoice AS "onAccountInvoice"
    FROM (VALUES (1)) AS always
    LEFT JOIN LATERAL (SELECT i.id, coalesce(c.merged_into, c.id) AS customer_id FROM invoice i
      JOIN customer c ON c.workspace_id = $1 AND c.id = i.customer_id
      WHERE ${OPEN('i', 'invoice')} AND i.total - i.paid_amount >= 10000
      ORDER BY i.date DESC, i.id LIMIT 1) AS owed ON true
    LEFT JOIN LATERAL (SELECT i.id AS invoice, m.id AS memo
      FROM invoice m JOIN invoice i ON ${OPEN('i', 'invoice')} AND i.customer_id = m.customer_id AND i.total - i.paid_amount >= 500
      WHERE ${OPEN('m', 'memo')} AND m.total - m.paid_amount >= 500
      ORDER BY EXISTS (SELECT FROM allocation a WHERE ${LIVE} AND a.from_open_item_id = m.id AND a.to_open_item_id = i.id), i.id
      LIMIT 1) AS credit ON true
    LEFT JOIN LATERAL (SELECT a.to_open_item_id AS invoice, a.from_open_item_id AS memo
      FROM allocation a
      JOIN invoice m ON ${OPEN('m', 'memo')} AND m.id = a.from_open_item_id
      JOIN invoice i ON ${OPEN('i', 'invoice')} AND i.id = a.to_open_item_id
      WHERE ${LIVE} ORDER BY a.id DESC LIMIT 1) AS applied ON true
    LEFT JOIN LATERAL (SELECT a.to_open_item_id AS invoice, p.id AS payment
      FROM allocation a
      JOIN payment p ON p.workspace_id = $1 AND p.id = a.from_open_item_id AND p.kind = 'payment' AND p.deleted_at IS NULL
      WHERE ${LIVE} AND p.applied_amount = a.amount ORDER BY p.date DESC, a.id DESC LIMIT 1) AS paid ON true
    LEFT JOIN LATERAL (SELECT p.id AS payment, i.id AS invoice
      FROM payment p
      JOIN invoice i ON ${OPEN('i', 'invoice')} AND i.customer_id = p.customer_id AND i.total - i.paid_amount >= 500
      WHERE p.workspace_id = $1 AND p.kind = 'payment' AND p.deleted_at IS NULL AND p.amount - p.applied_amount >= 500
      ORDER BY p.id, i.id LIMIT 1) AS ahead ON true`;

/** What to put in place of the ids and dates of the examples that settle, by operation. */
export async function findSettlementSubstitutions(
  transaction: Transaction,
  workspaceId: string,
  today: string,
): Promise<Readonly<Record<string, Substitutions>>> {
  const [found] = await transaction.query<SettlementRecords & Record<string, unknown>>(FIND, [workspaceId]);
  const { uuid: invoice } = INVOICE_EXAMPLE;
  const { uuid: payment } = PAYMENT_EXAMPLE;
  const { memoId: memo } = REMOVE_CREDIT_EXAMPLE;
  const crediting = {
    ...stand(invoice, found!.creditInvoice),
    ...stand(memo, found!.creditMemo),
    [APPLY_TO_MULTIPLE_EXAMPLE.date]: today,
  };
  const paid = { ...stand(invoice, found!.paidInvoice), ...stand(payment, found!.paidBy) };
  const owed = stand(invoice, found!.owedInvoice);
  return {
    applyMultipleCreditToInvoice: crediting,
    applyCreditToMultipleInvoices: crediting,
    removeCredit: { ...stand(invoice, found!.appliedInvoice), ...stand(memo, found!.appliedMemo) },
    removeTransaction: paid,
    writeOffInvoice: { ...owed, [APPLY_TO_MULTIPLE_EXAMPLE.date]: today },
    createPayment: {
      ...owed,
      ...stand(CUSTOMER_EXAMPLE.uuid, found!.owedCustomer),
      [CREATE_PAYMENT_EXAMPLE.date]: today,
    },
    getPayment: paid,
    unapplyPayment: paid,
    deletePayment: paid,
    applyPayment: {
      ...stand(payment, found!.onAccount),
      ...stand(invoice, found!.onAccountInvoice),
      [APPLY_PAYMENT_EXAMPLE.date]: today,
    },
    createRefund: { ...stand(payment, found!.onAccount), [CREATE_REFUND_EXAMPLE.date]: today },
  };
}

const stand = (example: string, found: string | null): Substitutions =>
  found === null ? {} : { [example]: found };
