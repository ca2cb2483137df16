import { type FieldError, fieldError } from '../../errors.ts';
import { type ChosenRate, chooseRate, exchangeOf } from '../../ledger/exchange-rates/choose-rate.ts';
import { mergedField } from '../../ledger/merges/index.ts';
import {
  convertToBase,
  type Exchange,
  formatMinorUnits,
  isTooLarge,
  multiplyToMinorUnits,
  readStoredDecimal,
  readStoredRate,
} from '../../ledger/money/index.ts';
import {
  type ComputedDocument,
  computeDocument,
  type DocumentToCompute,
  findExcessiveDiscounts,
  type TaxMode,
} from '../../ledger/taxes/index.ts';
import { findOutsidePeriod } from '../../ledger/workspaces/open-period.ts';
import { addDays } from '../../platform/dates.ts';
import { LAST_DATE } from '../../platform/http/fields.ts';
import { caseKey } from '../../platform/text.ts';
import { givenDiscount } from './given-discount.ts';
import { type Invoice, type InvoiceType, isPostingType, type SalesTax } from './invoice.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';
import { givenRateOf, type InvoiceReferences, priceOf, productIdOf } from './invoice-references.ts';
import { chooseTaxes } from './line-taxes.ts';
import { postingDateOf } from './post-before-cutover.ts';

/** A body with everything filled in: what the line, the product, the customer and the workspace say, in that order. */
export interface DraftedInvoice {
  readonly invoiceType: InvoiceType;
  readonly isDraft: boolean;
  readonly dueDate: string;
  readonly paymentTerm: string;
  readonly taxMode: TaxMode | null;
  /** The exchange rate, or why there is none. */
  readonly rate: { readonly rate: ChosenRate } | { readonly error: FieldError };
  readonly document: DocumentToCompute<SalesTax>;
  readonly lines: readonly DraftedLine[];
}

export interface DraftedLine {
  readonly product: InvoiceReferences['products'][number];
  readonly description: string | null;
  /** What is wrong with its taxes. */
  readonly taxErrors: readonly FieldError[];
}

const TERM_DAYS: Readonly<Record<string, number>> = {
  due_on_receipt: 0,
  net7: 7,
  net15: 15,
  net30: 30,
  net45: 45,
  net60: 60,
};

/** When a document falls due, at most the last date that the API takes. */
export function dueAfter(date: string, paymentTerm: string): string {
  const due = addDays(date, TERM_DAYS[paymentTerm] ?? 0);
  return due > LAST_DATE ? LAST_DATE : due;
}

/** Fills in a body whose references are all there. */
export function draftInvoice(body: InvoiceBody, references: InvoiceReferences): DraftedInvoice {
  const customer = references.customer!;
  const products = new Map(references.products.map((product) => [product.id, product]));
  const taxMode = body.taxMode ?? null;
  const choose = chooseTaxes(references, taxMode);
  const paymentTerm = customer.paymentTerm ?? references.books.defaultPaymentTerm;
  const lines = body.products.map((line, index) => {
    const product = products.get(productIdOf(line))!;
    const { taxes, errors: taxErrors } = choose(line, product, `products[${index}]`);
    return { product, description: line.description ?? product.description, taxes, taxErrors };
  });
  return {
    invoiceType: body.invoiceType ?? 'invoice',
    isDraft: body.isDraft ?? true,
    dueDate: body.dueDate ?? dueAfter(body.date, paymentTerm),
    paymentTerm,
    taxMode,
    rate: draftRate(body, references),
    lines,
    document: {
      currency: currencyOf(body, references),
      taxRounding: references.books.taxRounding,
      discount: givenDiscount(body),
      lines: body.products.map((line, index) => {
        const { product, taxes } = lines[index]!;
        return {
          quantity: line.quantity,
          price: priceOf(line) ?? readStoredDecimal(product.unitPrice ?? '0'),
          discount: givenDiscount(line),
          taxes,
        };
      }),
    },
  };
}

const currencyOf = (body: InvoiceBody, { books }: InvoiceReferences): string =>
  body.currency ?? books.currency;

function draftRate(body: InvoiceBody, references: InvoiceReferences): DraftedInvoice['rate'] {
  const { exchangeRate: onTable, books } = references;
  return chooseRate({
    currency: currencyOf(body, references),
    baseCurrency: books.currency,
    date: body.date,
    given: givenRateOf(body),
    onTable: onTable && { rate: readStoredRate(onTable.rate), date: onTable.date },
  });
}

/** How a document is converted into the workspace's currency; undefined where it is in that, or has no rate. */
export function draftedExchange(
  { document, rate }: DraftedInvoice,
  { books }: InvoiceReferences,
): Exchange | undefined {
  return 'rate' in rate ? exchangeOf(document.currency, rate.rate, books.currency) : undefined;
}

/** The error of an invoice number that another document of its type has. */
export function numberTakenError(invoiceNumber: string): FieldError {
  const predicate = `must be unique: ${invoiceNumber} is already used`;
  return fieldError('invoiceNumber', 'DUPLICATE_INVOICE_NUMBER', predicate, { details: { invoiceNumber } });
}

/** Whether another document of the type has the number: a draft that keeps its own finds itself. */
function isNumberTaken(
  body: InvoiceBody,
  invoiceType: InvoiceType,
  taken: boolean,
  before?: Invoice,
): boolean {
  const keepsNumber =
    before?.invoiceType === invoiceType &&
    caseKey(before.invoiceNumber) === caseKey(body.invoiceNumber ?? '');
  return taken && !keepsNumber;
}

/**
 * The rules that a document breaks as a whole, once its shape and references are sound.
 *
 * @param before the draft that it replaces
 */
export function findBrokenRules(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  references: InvoiceReferences,
  strict: boolean,
  before?: Invoice,
): FieldError[] {
  const { books } = references;
  const errors: FieldError[] = [];
  const { id, mergedIntoId } = references.customer!;
  if (mergedIntoId !== null) errors.push(mergedField('customer', 'customerUuid', { id, mergedIntoId }));
  if (references.customer!.status !== 'active')
    errors.push(
      fieldError('customerUuid', 'CUSTOMER_INACTIVE', 'must be an active customer', {
        uuid: id,
      }),
    );
  if (isNumberTaken(body, drafted.invoiceType, references.numberTaken, before))
    errors.push(numberTakenError(body.invoiceNumber ?? ''));
  if ('error' in drafted.rate) errors.push(drafted.rate.error);
  const posts = !drafted.isDraft && isPostingType(drafted.invoiceType);
  if (posts) errors.push(...findOutsidePeriod(postingDateOf(body.date, books.cutoverDate), books));
  return [...errors, ...findUnfitLines(body, drafted, references, strict)];
}

function findUnfitLines(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  { books }: InvoiceReferences,
  strict: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const isForeign = drafted.document.currency !== books.currency;
  for (const [index, { product, taxErrors }] of drafted.lines.entries()) {
    const line = body.products[index]!;
    const field = `products[${index}]`;
    const productField = `${field}.${line.productUuid ? 'productUuid' : 'uuid'}`;
    if (product.status !== 'active')
      errors.push(
        fieldError(productField, 'PRODUCT_INACTIVE', 'must be an active product', { uuid: product.id }),
      );
    if (!product.categoryAccount && (strict || !drafted.isDraft)) {
      const predicate = 'is invalid: the product has no category account assigned';
      errors.push(
        fieldError(productField, 'PRODUCT_WITHOUT_CATEGORY_ACCOUNT', predicate, { uuid: product.id }),
      );
    }
    if (priceOf(line) === undefined && (isForeign || product.unitPrice === null)) {
      const reason = isForeign
        ? `the product’s own is in ${books.currency}`
        : 'the product has no price of its own';
      errors.push(fieldError(`${field}.price`, 'REQUIRED', `is required: ${reason}`));
    }
    errors.push(...taxErrors);
  }
  return errors;
}

/** `LARGEST_AMOUNT` in words. */
const MOST_AMOUNT = 'at most 10,000,000,000,000 minor units';

const sumOfSizes = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + (amount < 0n ? -amount : amount), 0n);

/** What leaves a document without amounts: a line without a price, or with taxes that do not go together. */
const INCOMPUTABLE = new Set(['REQUIRED', 'MIXED_INCLUSIVE_TAXES', 'SECOND_COMPOUND_TAX']);

/** Whether a document that breaks these rules has amounts at all, so that they can be checked too. */
export function isComputable(broken: readonly FieldError[]): boolean {
  return !broken.some(({ code }) => INCOMPUTABLE.has(code));
}

/** Room below the largest amount for what rounding adds to the lines of a document that is converted. */
const ROUNDING_ROOM = 1000n;

/** What a document comes to, and what is wrong with it. */
export interface Computation {
  /** Undefined where a line or a discount leaves nothing to compute. */
  readonly computed: ComputedDocument<SalesTax> | undefined;
  readonly errors: readonly FieldError[];
}

/**
 * Computes a document that has amounts, and finds all that is too large: lines, discounts above what they reduce, the
 * document; and a total below zero.
 *
 * @param exchange into the workspace's currency, in which it may not be too large either
 */
export function computeAndCheck(drafted: DraftedInvoice, exchange: Exchange | undefined): Computation {
  const { document } = drafted;
  const errors = [...findLargeLines(document), ...findLargeDiscounts(document)];
  if (errors.length > 0) return { computed: undefined, errors };
  const computed = computeDocument(document);
  return {
    computed,
    errors: [...findLargeDocument(computed, exchange), ...findNegativeTotal(computed, document)],
  };
}

type Document = DraftedInvoice['document'];

function findLargeLines({ lines, currency }: Document): FieldError[] {
  return lines.flatMap(({ quantity, price }, index): FieldError[] => {
    if (!isTooLarge(multiplyToMinorUnits(quantity, price, currency))) return [];
    return [fieldError(`products[${index}]`, 'TOO_LARGE', `must be an amount of ${MOST_AMOUNT}`)];
  });
}

function findLargeDiscounts(document: Document): FieldError[] {
  return findExcessiveDiscounts(document).map(({ line, largest }) => {
    const most = formatMinorUnits(largest, document.currency);
    const field = line === null ? 'discount' : `products[${line}].discount`;
    return fieldError(field, 'TOO_LARGE', `must be at most ${most}, which is what it reduces`);
  });
}

/** Deductions may bring a total down, but what each account is posted may not pass the limit either (ledger.md 2). */
function findLargeDocument(
  { lines, total }: ComputedDocument<SalesTax>,
  exchange: Exchange | undefined,
): FieldError[] {
  const moved = sumOfSizes(
    lines.flatMap(({ subtotal, taxes }) => [subtotal, ...taxes.map(({ amount }) => amount)]),
  );
  if (isTooLarge(total) || isTooLarge(moved))
    return [fieldError('products', 'TOO_LARGE', `must be a document of ${MOST_AMOUNT}`)];
  if (!exchange || !isTooLarge(convertToBase(moved, exchange) + ROUNDING_ROOM)) return [];
  const predicate = `must be a document of ${MOST_AMOUNT} in ${exchange.baseCurrency} too`;
  return [fieldError('products', 'TOO_LARGE', predicate)];
}

function findNegativeTotal({ total }: ComputedDocument<SalesTax>, { currency }: Document): FieldError[] {
  if (total >= 0n) return [];
  const predicate = `must be a document with a total of at least 0: it is ${formatMinorUnits(total, currency)}`;
  return [fieldError('products', 'NEGATIVE_TOTAL', predicate)];
}
