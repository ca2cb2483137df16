import { toRateColumns } from '../../ledger/exchange-rates/choose-rate.ts';
import { formatDecimal } from '../../ledger/money/index.ts';
import { caseKey } from '../../platform/text.ts';
import type { Invoice } from './invoice.ts';

export interface InvoiceRowExtras {
  readonly partnerAppId: string | null;
  /** What the document says, frozen at its approval; null for a draft. */
  readonly issued: object | null;
}

/** The rows of a document, new or the next version of a draft, for `post_document`. Amounts and decimals go as text: no float on the way. */
export function toInvoiceRows(invoice: Invoice, extras: InvoiceRowExtras): Record<string, unknown> {
  return {
    invoice: {
      id: invoice.id,
      version: invoice.version,
      invoice_type: invoice.invoiceType,
      invoice_number: invoice.invoiceNumber,
      number_key: caseKey(invoice.invoiceNumber),
      customer_id: invoice.customer.id,
      date: invoice.date,
      due_date: invoice.dueDate,
      currency: invoice.currency,
      ...toRateColumns(invoice),
      tax_mode: invoice.taxMode,
      tax_rounding: invoice.taxRounding,
      notes: invoice.notes,
      discount_value: formatDecimal(invoice.discountGiven.value),
      discount_type: invoice.discountGiven.type,
      discount_description: invoice.discountDescription,
      subtotal: String(invoice.subtotal),
      discount: String(invoice.discount),
      tax: String(invoice.tax),
      total: String(invoice.total),
      base_total: String(invoice.baseTotal),
      is_draft: invoice.isDraft,
      approved_at: invoice.isDraft ? null : invoice.updatedAt,
      issued: extras.issued,
      partner_app_id: extras.partnerAppId,
      written_by: invoice.writtenBy,
      converted_from_id: invoice.convertedFromId,
      applied_to_invoice_id: invoice.appliedToInvoiceId,
      created_at: invoice.createdAt,
      updated_at: invoice.updatedAt,
    },
    lines: invoice.lines.map((line, index) => ({
      line_no: index + 1,
      id: line.id,
      product_id: line.product.id,
      account_id: line.product.categoryAccount?.id ?? null,
      description: line.description,
      quantity: formatDecimal(line.quantity),
      price: formatDecimal(line.price),
      discount_value: formatDecimal(line.discountGiven.value),
      discount_type: line.discountGiven.type,
      discount: String(line.discount),
      subtotal: String(line.subtotal),
      document_discount: String(line.documentDiscount),
      tax: String(line.tax),
      total: String(line.total),
    })),
    line_taxes: invoice.lines.flatMap((line, index) =>
      line.taxes.map((tax, place) => ({
        line_no: index + 1,
        tax_no: place + 1,
        tax_id: tax.id,
        name: tax.name,
        percentage: formatDecimal(tax.percentage),
        inclusive: tax.inclusive,
        compound: tax.compound,
        taxable: String(tax.taxable),
        amount: String(tax.amount),
      })),
    ),
    tag_ids: invoice.tags.map(({ id }) => id),
  };
}
