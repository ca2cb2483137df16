import { type FieldError, fieldError } from '../../errors.ts';
import { formatDecimal, toExactMinorUnits } from '../../ledger/money/index.ts';
import { type CreditedDocument, creditTaxes, type TaxedLine } from '../../ledger/taxes/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import {
  beyondBalance,
  findUnfitAmount,
  findUnfitDocument,
  openOf,
  unknownDocument,
} from '../settlements/rules.ts';
import { namedTaxes } from '../taxes/index.ts';
import { nameOf } from './document-state.ts';
import type { DraftedInvoice } from './draft-invoice.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';
import { givenRateOf, type InvoiceReferences, productIdOf } from './invoice-references.ts';
import { loadInvoices } from './invoices.store.ts';

/** The documents that a body names, as they stand, locked until the transaction ends; null where one is not there. */
export interface NamedDocuments {
  /** Of a memo: the invoice that it credits. */
  readonly original: Invoice | null;
  /** The memos that credited that invoice so far. */
  readonly siblings: readonly Invoice[];
  /** Of an invoice: the memo that is applied to it at once. */
  readonly memo: Invoice | null;
}

/** The ids of the documents that a body names. */
export function namedDocumentIds({ appliedToInvoiceUuid, creditMemo }: InvoiceBody): string[] {
  return [appliedToInvoiceUuid, creditMemo?.id].flatMap((id) => id ?? []);
}

/** Takes what a body names from the documents that were locked for it. */
export async function loadNamedDocuments(
  transaction: Transaction,
  body: InvoiceBody,
  locked: ReadonlyMap<string, { readonly invoice: Invoice }>,
): Promise<NamedDocuments> {
  const find = (id: string | null | undefined) => (id == null ? null : (locked.get(id)?.invoice ?? null));
  const original = find(body.appliedToInvoiceUuid);
  const siblings = original ? await loadInvoices(transaction, original.creditMemoIds) : [];
  return { original, siblings: siblings.map(({ invoice }) => invoice), memo: find(body.creditMemo?.id) };
}

/**
 * Every document of the body that is not in this workspace: with 400 beside other references, since the page of Create Invoice
 * knows no 404, which is for calls that do nothing but apply credits (reference 1.1).
 */
export function findMissingDocuments(body: InvoiceBody, named: NamedDocuments): FieldError[] {
  const { appliedToInvoiceUuid: original, creditMemo } = body;
  return [
    ...(original && !named.original ? [unknownDocument('appliedToInvoiceUuid', original)] : []),
    ...(creditMemo && !named.memo ? [unknownDocument('creditMemo.id', creditMemo.id)] : []),
  ];
}

/**
 * A memo's body with what its invoice says filled in: its currency and exchange rate, so that the credit itself gains or
 * loses nothing; how prices are stated; and the taxes of lines that name none, which are those of the same product there.
 */
export function completeMemo(body: InvoiceBody, original: Invoice): InvoiceBody {
  const billed = new Map(original.lines.toReversed().map((line) => [line.product.id, line]));
  const currency = body.currency ?? original.currency;
  const isForeign = original.exchangeRateSource !== null && currency.toUpperCase() === original.currency;
  return {
    ...body,
    currency,
    exchangeRate: givenRateOf(body) ?? (isForeign ? original.exchangeRate : null),
    taxMode: body.taxMode === undefined ? original.taxMode : body.taxMode,
    products: body.products.map((line) => {
      const charged = billed.get(productIdOf(line));
      return namedTaxes(line) || !charged ? line : { ...line, taxes: charged.taxes.map(({ id }) => id) };
    }),
  };
}

/** Taxes as the invoice charged them, whatever became of them since: also those that are inactive by now. */
export function asCharged(references: InvoiceReferences, original: Invoice): InvoiceReferences {
  const charged = new Map(original.lines.flatMap(({ taxes }) => taxes.map((tax) => [tax.id, tax])));
  return {
    ...references,
    taxes: references.taxes.map((tax) => {
      const { percentage, inclusive, compound } = charged.get(tax.id) ?? {};
      if (percentage === undefined) return tax;
      return {
        ...tax,
        percentage: formatDecimal(percentage),
        inclusive: inclusive!,
        compound: compound!,
        status: 'active',
      };
    }),
  };
}

/** Every rule that a document breaks in what it names. */
export function findUnfitNamed(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  named: NamedDocuments,
  payerId: string,
): FieldError[] {
  const { original, memo } = named;
  const { creditMemo } = body;
  const counterpart = { payerId, currency: drafted.document.currency };
  const errors: FieldError[] = [];
  if (original) {
    const unfit = findUnfitDocument('appliedToInvoiceUuid', original, 'invoice', counterpart);
    errors.push(...(unfit.length > 0 ? unfit : findUnchargedTaxes(drafted, original)));
  }
  if (memo) {
    const unfit = findUnfitDocument('creditMemo.id', memo, 'memo', counterpart);
    errors.push(
      ...(unfit.length > 0 ? unfit : findUnfitAmount('creditMemo.amount', creditMemo!.amount, openOf(memo))),
    );
  }
  return errors;
}

function findUnchargedTaxes(drafted: DraftedInvoice, original: Invoice): FieldError[] {
  const charged = new Set(original.lines.flatMap(({ taxes }) => taxes.map(({ id }) => id)));
  return drafted.document.lines.flatMap(({ taxes }, index) =>
    taxes
      .filter(({ id }) => !charged.has(id))
      .map(({ id, name }) =>
        fieldError(
          `products[${index}].taxes`,
          'TAX_NOT_CHARGED',
          `must be taxes of the ${nameOf(original)}, which has no ${name}; \`[]\` credits the line without tax`,
          { uuid: id },
        ),
      ),
  );
}

/** Why the memo cannot be applied to a new invoice: more than that comes to. */
export function findCreditBeyondTotal(
  { creditMemo }: InvoiceBody,
  total: bigint,
  currency: string,
): FieldError[] {
  const amount = creditMemo && toExactMinorUnits(creditMemo.amount, currency);
  // A total below zero is refused as such.
  if (amount == null || amount <= total || total < 0n) return [];
  return [beyondBalance('creditMemo.amount', { amount: total, currency, of: 'of the new invoice' })];
}

/** What the taxes of a memo come to that names an invoice; undefined for any other document. */
export function taxTotalsOf(
  { document }: DraftedInvoice,
  { original, siblings }: NamedDocuments,
): ReadonlyMap<string, bigint> | undefined {
  if (!original) return undefined;
  const credited: CreditedDocument = {
    taxRounding: original.taxRounding,
    lines: original.lines.map(toTaxedLine),
    credited: siblings.flatMap(({ lines }) => lines.map(toTaxedLine)),
  };
  return creditTaxes(document, credited);
}

function toTaxedLine({ subtotal, documentDiscount, total, taxes }: InvoiceLine): TaxedLine {
  return { billed: taxes.some(({ inclusive }) => inclusive) ? total : subtotal - documentDiscount, taxes };
}
