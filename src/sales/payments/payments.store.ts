import type { RateSource } from '../../ledger/exchange-rates/choose-rate.ts';
import { readStoredRate } from '../../ledger/money/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Payment, PaymentAllocation, PaymentKind } from './payment.ts';

interface StoredAllocation extends Omit<PaymentAllocation, 'amount' | 'baseAmount' | 'currencyGain'> {
  readonly amount: string;
  readonly baseAmount: string;
  readonly currencyGain: string;
}

interface StoredPayment {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly customer: Payment['customer'];
  readonly payer_id: string;
  readonly date: string;
  readonly currency: string;
  readonly base_currency: string;
  readonly exchange_rate: string;
  readonly exchange_rate_date: string | null;
  readonly exchange_rate_source: RateSource | null;
  readonly amount: bigint;
  readonly base_amount: bigint;
  readonly account: Payment['account'];
  readonly bank_fee: bigint;
  readonly tax_withheld: bigint;
  readonly applied_amount: bigint;
  readonly allocations: readonly StoredAllocation[];
  readonly method: string | null;
  readonly reference: string | null;
  readonly notes: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Amounts inside JSON are text, so that none becomes a float on the way. */
const LOAD = `
  SELECT p.id, p.kind, p.date, p.currency, b.currency AS base_currency, p.exchange_rate, p.exchange_rate_date,
         p.exchange_rate_source, p.amount, p.base_amount, p.bank_fee, p.tax_withheld, p.applied_amount, p.method, p.reference,
         p.notes, p.created_at, p.updated_at, json_build_object('id', c.id, 'customer', c.customer) AS customer,
         coalesce(c.merged_into, c.id) AS payer_id,
         CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'name', a.name, 'currency', a.currency) END AS account,
         CASE WHEN p.applied_amount = 0 THEN '[]' ELSE (
           SELECT coalesce(json_agg(json_build_object(
                    'allocationId', x.id, 'itemId', x.item_id, 'kind', coalesce(m.invoice_type, y.kind),
                    'number', m.invoice_number, 'effective', x.effective, 'amount', x.amount::text,
                    'baseAmount', x.base_amount::text, 'currencyGain', x.currency_gain::text) ORDER BY x.id), '[]')
             FROM (SELECT f.id, f.to_open_item_id AS item_id, f.effective, f.amount, f.base_amount, f.currency_gain, f.reverses FROM allocation f
                    WHERE f.workspace_id = p.workspace_id AND f.from_open_item_id = p.id
                   UNION ALL
                   SELECT t.id, t.from_open_item_id, t.effective, t.amount, t.base_amount, t.currency_gain, t.reverses FROM allocation t
                    WHERE t.workspace_id = p.workspace_id AND t.to_open_item_id = p.id) AS x
             LEFT JOIN invoice m ON m.workspace_id = p.workspace_id AND m.id = x.item_id
             LEFT JOIN payment y ON y.workspace_id = p.workspace_id AND y.id = x.item_id
            WHERE x.reverses IS NULL
              AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = p.workspace_id AND r.reverses = x.id)
         ) END AS allocations
    FROM payment p
    JOIN books b ON b.workspace_id = p.workspace_id
    JOIN customer c ON c.workspace_id = p.workspace_id AND c.id = p.customer_id
    LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.account_id
   WHERE p.workspace_id = $1 AND p.id = ANY ($2) AND p.deleted_at IS NULL`;

/** Loads payments whole, in the order of their ids; those that are not there are left out. */
export async function loadPayments(transaction: Transaction, ids: readonly string[]): Promise<Payment[]> {
  const rows = await transaction.query<StoredPayment & Record<string, unknown>>(
    LOAD,
    [transaction.workspaceId, ids],
    'load_payments',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toPayment(row)] : [];
  });
}

function toPayment(row: StoredPayment): Payment {
  return {
    id: row.id,
    kind: row.kind,
    customer: row.customer,
    payerId: row.payer_id,
    date: row.date,
    currency: row.currency,
    baseCurrency: row.base_currency,
    exchangeRate: readStoredRate(row.exchange_rate),
    exchangeRateDate: row.exchange_rate_date,
    exchangeRateSource: row.exchange_rate_source,
    amount: row.amount,
    baseAmount: row.base_amount,
    account: row.account,
    bankFee: row.bank_fee,
    taxWithheld: row.tax_withheld,
    appliedAmount: row.applied_amount,
    allocations: row.allocations.map((allocation) => ({
      ...allocation,
      amount: BigInt(allocation.amount),
      baseAmount: BigInt(allocation.baseAmount),
      currencyGain: BigInt(allocation.currencyGain),
    })),
    method: row.method,
    reference: row.reference,
    notes: row.notes,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
