import type { RateSource } from '../../ledger/exchange-rates/choose-rate.ts';
import { readStoredDecimal, readStoredRate } from '../../ledger/money/index.ts';
import type { TaxMode, TaxRounding } from '../../ledger/taxes/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { BilledCustomer, BilledProduct, Invoice, InvoiceSettlement, InvoiceType } from './invoice.ts';

interface StoredTax {
  readonly id: string;
  readonly name: string;
  readonly percentage: string;
  readonly inclusive: boolean;
  readonly compound: boolean;
  readonly taxable: string;
  readonly amount: string;
}

interface StoredLine {
  readonly id: string;
  readonly product: BilledProduct;
  readonly description: string | null;
  readonly quantity: string;
  readonly price: string;
  readonly discountType: 'amount' | 'percent';
  readonly discountValue: string;
  readonly discount: string;
  readonly subtotal: string;
  readonly documentDiscount: string;
  readonly tax: string;
  readonly total: string;
  readonly taxes: readonly StoredTax[];
}

interface StoredSettlement extends Omit<InvoiceSettlement, 'amount' | 'baseAmount' | 'currencyGain'> {
  readonly amount: string;
  readonly baseAmount: string;
  readonly currencyGain: string;
}

interface StoredInvoice {
  readonly id: string;
  readonly version: number;
  readonly invoice_type: InvoiceType;
  readonly invoice_number: string;
  readonly is_draft: boolean;
  readonly sent_at: Date | null;
  readonly viewed_at: Date | null;
  readonly reminders_paused: boolean;
  readonly void_date: string | null;
  readonly answer: Invoice['answer'];
  readonly converted_from_id: string | null;
  readonly converted_to_id: string | null;
  readonly recurring_template_id: string | null;
  readonly written_by: readonly string[];
  readonly applied_to_invoice_id: string | null;
  readonly credit_memo_ids: readonly string[];
  readonly date: string;
  readonly due_date: string;
  readonly currency: string;
  readonly base_currency: string;
  readonly exchange_rate: string;
  readonly exchange_rate_date: string | null;
  readonly exchange_rate_source: RateSource | null;
  readonly tax_mode: TaxMode | null;
  readonly tax_rounding: TaxRounding;
  readonly notes: string | null;
  readonly discount_type: 'amount' | 'percent';
  readonly discount_value: string;
  readonly discount_description: string | null;
  readonly subtotal: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly base_total: bigint;
  readonly paid_amount: bigint;
  readonly issued: { customer: BilledCustomer; products: readonly BilledProduct[] } | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly customer: BilledCustomer;
  readonly payer_id: string;
  readonly tags: Invoice['tags'];
  readonly lines: readonly StoredLine[];
  readonly settlements: readonly StoredSettlement[];
  readonly today: string;
}

/** Amounts and decimals inside JSON are text, so that none becomes a float on the way. */
const LOAD = `
  SELECT i.id, i.version, i.invoice_type, i.invoice_number, i.is_draft, i.sent_at, i.viewed_at, i.reminders_paused, i.void_date,
         i.answer,
         i.converted_from_id, i.converted_to_id, i.date, i.due_date, i.currency, i.tax_mode, i.tax_rounding, i.notes,
         i.discount_type, i.discount_value, i.discount_description, i.subtotal, i.discount, i.tax, i.total, i.base_total,
         i.paid_amount, b.currency AS base_currency, i.exchange_rate, i.exchange_rate_date, i.exchange_rate_source, i.issued, i.created_at, i.updated_at, workspace_today(b.time_zone, b.clock_offset_days) AS today,
         (SELECT r.template_id FROM recurring_invoice_run r
           WHERE r.workspace_id = i.workspace_id AND r.invoice_id = i.id) AS recurring_template_id,
         i.applied_to_invoice_id, i.written_by,
         ARRAY(SELECT m.id::text FROM invoice m
                WHERE m.workspace_id = i.workspace_id AND m.applied_to_invoice_id = i.id
                  AND NOT m.is_draft AND m.voided_at IS NULL AND m.deleted_at IS NULL
                ORDER BY m.approved_at, m.id) AS credit_memo_ids,
         json_build_object('id', c.id, 'customer', c.customer, 'email', c.email,
                           'billingAddress', c.billing_address, 'shippingAddress', c.shipping_address) AS customer,
         coalesce(c.merged_into, c.id) AS payer_id,
         (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color) ORDER BY g.name_key), '[]')
            FROM invoice_tag t JOIN tag g ON g.workspace_id = t.workspace_id AND g.id = t.tag_id
           WHERE t.workspace_id = i.workspace_id AND t.invoice_id = i.id) AS tags,
         (SELECT json_agg(json_build_object(
                   'id', l.id, 'description', l.description, 'quantity', l.quantity::text, 'price', l.price::text,
                   'discountType', l.discount_type, 'discountValue', l.discount_value::text,
                   'discount', l.discount::text, 'subtotal', l.subtotal::text,
                   'documentDiscount', l.document_discount::text, 'tax', l.tax::text, 'total', l.total::text,
                   'product', json_build_object('id', p.id, 'name', p.name, 'code', p.code, 'type', p.type,
                      'categoryAccount', CASE WHEN a.merged_into IS NOT NULL
                         THEN (SELECT json_build_object('id', m.id, 'name', m.name, 'type', m.type)
                                 FROM account m WHERE m.workspace_id = i.workspace_id AND m.id = a.merged_into)
                         WHEN a.id IS NOT NULL
                         THEN json_build_object('id', a.id, 'name', a.name, 'type', a.type) END),
                   'taxes', (SELECT coalesce(json_agg(json_build_object(
                        'id', x.tax_id, 'name', x.name, 'percentage', x.percentage::text, 'inclusive', x.inclusive,
                        'compound', x.compound, 'taxable', x.taxable::text, 'amount', x.amount::text)
                        ORDER BY x.tax_no), '[]')
                      FROM invoice_line_tax x
                     WHERE x.workspace_id = l.workspace_id AND x.invoice_id = l.invoice_id AND x.line_no = l.line_no))
                 ORDER BY l.line_no)
            FROM invoice_line l
            JOIN product p ON p.workspace_id = l.workspace_id AND p.id = l.product_id
            LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.category_account_id
           WHERE l.workspace_id = i.workspace_id AND l.invoice_id = i.id) AS lines,
         CASE WHEN i.paid_amount = 0 THEN '[]' ELSE (
           SELECT coalesce(json_agg(json_build_object(
                    'allocationId', a.id, 'itemId', a.item_id, 'kind', coalesce(m.invoice_type, y.kind),
                    'number', m.invoice_number, 'method', y.method, 'reference', y.reference,
                    'effective', a.effective, 'amount', a.amount::text,
                    'baseAmount', a.base_amount::text, 'currencyGain', a.currency_gain::text) ORDER BY a.id), '[]')
             FROM (SELECT f.id, f.to_open_item_id AS item_id, f.effective, f.amount, f.base_amount, f.currency_gain, f.reverses FROM allocation f
                    WHERE f.workspace_id = i.workspace_id AND f.from_open_item_id = i.id
                   UNION ALL
                   SELECT t.id, t.from_open_item_id, t.effective, t.amount, t.base_amount, t.currency_gain, t.reverses FROM allocation t
                    WHERE t.workspace_id = i.workspace_id AND t.to_open_item_id = i.id) AS a
             LEFT JOIN invoice m ON m.workspace_id = i.workspace_id AND m.id = a.item_id
             LEFT JOIN payment y ON y.workspace_id = i.workspace_id AND y.id = a.item_id
            WHERE a.reverses IS NULL
              AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = i.workspace_id AND r.reverses = a.id)
         ) END AS settlements
    FROM invoice i
    JOIN books b ON b.workspace_id = i.workspace_id
    JOIN customer c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id
   WHERE i.workspace_id = $1 AND i.id = ANY ($2) AND i.deleted_at IS NULL`;

export interface LoadedInvoice {
  readonly invoice: Invoice;
  /** In the workspace's time zone. */
  readonly today: string;
}

/** Loads invoices whole, in the order of their ids; those that are not there are left out. */
export async function loadInvoices(
  transaction: Transaction,
  ids: readonly string[],
): Promise<LoadedInvoice[]> {
  const rows = await transaction.query<StoredInvoice>(LOAD, [transaction.workspaceId, ids], 'load_invoices');
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ invoice: toInvoice(row), today: row.today }] : [];
  });
}

/** An approved document says what it said at its approval, whatever became of its masters. */
function toInvoice(row: StoredInvoice): Invoice {
  const issuedProducts = new Map(row.issued?.products.map((product) => [product.id, product]));
  return {
    id: row.id,
    version: row.version,
    invoiceType: row.invoice_type,
    invoiceNumber: row.invoice_number,
    isDraft: row.is_draft,
    isSent: row.sent_at !== null,
    sentAt: row.sent_at?.toISOString() ?? null,
    viewedAt: row.viewed_at?.toISOString() ?? null,
    remindersPaused: row.reminders_paused,
    voidDate: row.void_date,
    answer: row.answer,
    convertedFromId: row.converted_from_id,
    convertedToId: row.converted_to_id,
    recurringTemplateId: row.recurring_template_id,
    writtenBy: row.written_by,
    appliedToInvoiceId: row.applied_to_invoice_id,
    creditMemoIds: row.credit_memo_ids,
    date: row.date,
    dueDate: row.due_date,
    currency: row.currency,
    baseCurrency: row.base_currency,
    exchangeRate: readStoredRate(row.exchange_rate),
    exchangeRateDate: row.exchange_rate_date,
    exchangeRateSource: row.exchange_rate_source,
    taxMode: row.tax_mode,
    taxRounding: row.tax_rounding,
    notes: row.notes,
    customer: row.issued?.customer ?? row.customer,
    payerId: row.payer_id,
    lines: row.lines.map((line) => ({
      id: line.id,
      product: issuedProducts.get(line.product.id) ?? line.product,
      description: line.description,
      quantity: readStoredDecimal(line.quantity),
      price: readStoredDecimal(line.price),
      discountGiven: { type: line.discountType, value: readStoredDecimal(line.discountValue) },
      discount: BigInt(line.discount),
      subtotal: BigInt(line.subtotal),
      documentDiscount: BigInt(line.documentDiscount),
      taxes: line.taxes.map((tax) => ({
        ...tax,
        percentage: readStoredDecimal(tax.percentage),
        taxable: BigInt(tax.taxable),
        amount: BigInt(tax.amount),
      })),
      tax: BigInt(line.tax),
      total: BigInt(line.total),
    })),
    tags: row.tags,
    discountGiven: { type: row.discount_type, value: readStoredDecimal(row.discount_value) },
    discountDescription: row.discount_description,
    subtotal: row.subtotal,
    discount: row.discount,
    tax: row.tax,
    total: row.total,
    baseTotal: row.base_total,
    paidAmount: row.paid_amount,
    settlements: row.settlements.map((settlement) => ({
      ...settlement,
      amount: BigInt(settlement.amount),
      baseAmount: BigInt(settlement.baseAmount),
      currencyGain: BigInt(settlement.currencyGain),
    })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
