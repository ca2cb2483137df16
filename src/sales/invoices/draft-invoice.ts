import type { FieldError } from '../../errors.ts';
import {
  type Decimal,
  formatMinorUnits,
  isTooLarge,
  multiplyToMinorUnits,
  readStoredDecimal,
} from '../../ledger/money/index.ts';
import {
  type ComputedDocument,
  computeDocument,
  type Discount,
  type DocumentToCompute,
  findExcessiveDiscounts,
  type LineTax,
} from './arithmetic.ts';
import type { InvoiceBody } from './invoice.schema.ts';
import type { InvoiceType } from './invoice.ts';
import { type InvoiceReferences, namedTaxesOf, priceOf, productIdOf } from './invoice-references.ts';

/** A body with everything filled in: what the line, the product, the customer and the workspace say, in that order. */
export interface DraftedInvoice {
  readonly invoiceType: InvoiceType;
  readonly isDraft: boolean;
  readonly dueDate: string;
  readonly paymentTerm: string;
  readonly document: DocumentToCompute;
  readonly lines: readonly DraftedLine[];
}

export interface DraftedLine {
  readonly product: InvoiceReferences['products'][number];
  readonly description: string | null;
}

const TERM_DAYS: Readonly<Record<string, number>> = {
  due_on_receipt: 0,
  net7: 7,
  net15: 15,
  net30: 30,
  net45: 45,
  net60: 60,
};
const LAST_DATE = '2999-12-31';

function addDays(date: string, days: number): string {
  const later = new Date(`${date}T00:00:00Z`);
  later.setUTCDate(later.getUTCDate() + days);
  const text = later.toISOString();
  return text.length > 24 || text.slice(0, 10) > LAST_DATE ? LAST_DATE : text.slice(0, 10);
}

const toDiscount = (given: {
  discount?: Decimal | null | undefined;
  discountType?: Discount['type'] | null | undefined;
}): Discount => ({
  type: given.discountType ?? 'amount',
  value: given.discount ?? (0n as Decimal),
});

/** A list that is given always wins; else none for an exempt customer, else the product's, then the customer's. */
function chooseTaxIds(
  line: InvoiceBody['products'][number],
  product: DraftedLine['product'],
  customer: NonNullable<InvoiceReferences['customer']>,
): readonly string[] {
  const named = namedTaxesOf(line);
  if (named) return named;
  if (customer.taxExcluded) return [];
  return [...new Set([...product.taxIds, ...customer.taxIds])];
}

/** Fills in a body whose references are all there. */
export function draftInvoice(body: InvoiceBody, references: InvoiceReferences): DraftedInvoice {
  const customer = references.customer!;
  const products = new Map(references.products.map((product) => [product.id, product]));
  const taxes = new Map(
    references.taxes.map(({ status: _, ...tax }): [string, LineTax] => [
      tax.id,
      { ...tax, percentage: readStoredDecimal(tax.percentage) },
    ]),
  );
  const paymentTerm = customer.paymentTerm ?? references.books.defaultPaymentTerm;
  const lines = body.products.map((line): DraftedLine => {
    const product = products.get(productIdOf(line))!;
    return { product, description: line.description ?? product.description };
  });
  return {
    invoiceType: body.invoiceType ?? 'invoice',
    isDraft: body.isDraft ?? true,
    dueDate: body.dueDate ?? addDays(body.date, TERM_DAYS[paymentTerm] ?? 0),
    paymentTerm,
    lines,
    document: {
      currency: references.books.currency,
      taxRounding: references.books.taxRounding,
      discount: toDiscount(body),
      lines: body.products.map((line, index) => {
        const { product } = lines[index]!;
        return {
          quantity: line.quantity,
          price: priceOf(line) ?? readStoredDecimal(product.unitPrice ?? '0'),
          discount: toDiscount(line),
          taxes: chooseTaxIds(line, product, customer).flatMap((id) => taxes.get(id) ?? []),
        };
      }),
    },
  };
}

/** The rules that a document breaks as a whole, once its shape and references are sound. */
export function findBrokenRules(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  references: InvoiceReferences,
  strict: boolean,
): FieldError[] {
  const { books } = references;
  const errors: FieldError[] = [];
  const refuse = (field: string, code: FieldError['code'], rest: string) =>
    errors.push({ field, code, message: `${field} ${rest}` });
  if (references.customer!.status !== 'active')
    refuse('customerUuid', 'CUSTOMER_INACTIVE', 'must be an active customer.');
  if (references.numberTaken) {
    refuse(
      'invoiceNumber',
      'DUPLICATE_INVOICE_NUMBER',
      `must be unique: ${body.invoiceNumber} is already used.`,
    );
  }
  if (body.currency && body.currency.toUpperCase() !== books.currency) {
    refuse(
      'currency',
      'NOT_AVAILABLE',
      `must be ${books.currency}: foreign currency is not available on this server yet.`,
    );
  }
  const posts = !drafted.isDraft && (drafted.invoiceType === 'invoice' || drafted.invoiceType === 'memo');
  if (posts && books.closedThrough !== null && body.date <= books.closedThrough) {
    refuse(
      'date',
      'PERIOD_CLOSED',
      `must be after ${books.closedThrough}: the books are closed through that day.`,
    );
  }
  return [...errors, ...findUnfitLines(body, drafted, references, strict)];
}

function findUnfitLines(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  references: InvoiceReferences,
  strict: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const inactive = new Set(references.taxes.filter((tax) => tax.status !== 'active').map(({ id }) => id));
  for (const [index, { product }] of drafted.lines.entries()) {
    const line = body.products[index]!;
    const field = `products[${index}]`;
    const productField = `${field}.${line.productUuid ? 'productUuid' : 'uuid'}`;
    if (product.status !== 'active') {
      errors.push({
        field: productField,
        code: 'PRODUCT_INACTIVE',
        message: `${productField} must be an active product.`,
      });
    }
    if (!product.categoryAccount && (strict || !drafted.isDraft)) {
      const message = `${productField} is invalid: the product “${product.name}” has no category account assigned.`;
      errors.push({ field: productField, code: 'PRODUCT_WITHOUT_CATEGORY_ACCOUNT', message });
    }
    if (priceOf(line) === undefined && product.unitPrice === null) {
      const message = `${field}.price is required: the product “${product.name}” has no price of its own.`;
      errors.push({ field: `${field}.price`, code: 'REQUIRED', message });
    }
    for (const id of (namedTaxesOf(line) ?? []).filter((taxId) => inactive.has(taxId))) {
      const message = `${field}.taxes must be active taxes: ${id} is inactive.`;
      errors.push({ field: `${field}.taxes`, code: 'TAX_INACTIVE', message });
    }
  }
  return errors;
}

/**
 * Computes a document whose other rules hold.
 *
 * @returns the amounts, or what makes them impossible: too large, a discount above what it reduces, a total below zero
 */
export function computeOrRefuse(
  drafted: DraftedInvoice,
): { computed: ComputedDocument } | { errors: FieldError[] } {
  const { document } = drafted;
  const tooLarge = document.lines.flatMap((line, index): FieldError[] => {
    const field = `products[${index}]`;
    if (!isTooLarge(multiplyToMinorUnits(line.quantity, line.price, document.currency))) return [];
    return [
      {
        field,
        code: 'TOO_LARGE',
        message: `${field} must be an amount of at most 10,000,000,000,000 minor units.`,
      },
    ];
  });
  if (tooLarge.length > 0) return { errors: tooLarge };
  const excessive = findExcessiveDiscounts(document).map(({ line, largest }): FieldError => {
    const field = line === null ? 'discount' : `products[${line}].discount`;
    const most = formatMinorUnits(largest, document.currency);
    return {
      field,
      code: 'TOO_LARGE',
      message: `${field} must be at most ${most}, which is what it reduces.`,
    };
  });
  if (excessive.length > 0) return { errors: excessive };
  const computed = computeDocument(document);
  if (isTooLarge(computed.total) || isTooLarge(computed.subtotal)) {
    const message = 'products must be a document of at most 10,000,000,000,000 minor units.';
    return { errors: [{ field: 'products', code: 'TOO_LARGE', message }] };
  }
  if (computed.total < 0n) {
    const message = `products must be a document with a total of at least 0: it is ${formatMinorUnits(computed.total, document.currency)}.`;
    return { errors: [{ field: 'products', code: 'NEGATIVE_TOTAL', message }] };
  }
  return { computed };
}
