import { type FieldError, fieldError } from '../../errors.ts';
import type { Decimal } from '../../ledger/money/index.ts';
import { literal, type Transaction } from '../../platform/database/transaction.ts';
import { caseKey } from '../../platform/text.ts';
import type { Address } from '../customers/index.ts';
import { namedTaxes, type TaxKind } from '../taxes/index.ts';
import type { BilledProduct, InvoiceType } from './invoice.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';

/** What `load_invoice_references` answers: everything that the body names, as it stands now. */
export interface InvoiceReferences {
  /** Which transaction had last changed anything of this but exchange rates and numbers; null where nobody noted it. */
  readonly version: string | null;
  readonly books: {
    readonly currency: string;
    readonly taxRounding: 'document' | 'line';
    readonly defaultPaymentTerm: string;
    readonly closedThrough: string | null;
    /** From which amount on a second person approves, in minor units of the workspace's currency, as text. */
    readonly fourEyesLimit: string | null;
    readonly cutoverDate: string | null;
    readonly today: string;
    readonly receivableAccountId: string;
    /** Known once there is a cutover date. */
    readonly openingEquityAccountId: string | null;
    /** Of how documents look. */
    readonly templateVersion: number;
    readonly seller: object;
  };
  readonly customer: {
    readonly id: string;
    readonly customer: string;
    readonly email: string | null;
    readonly status: 'active' | 'inactive';
    readonly mergedIntoId: string | null;
    readonly paymentTerm: string | null;
    readonly taxNumber: string | null;
    readonly taxExcluded: boolean;
    readonly billingAddress: Address | null;
    readonly shippingAddress: Address | null;
    readonly taxIds: readonly string[];
  } | null;
  readonly products: readonly (BilledProduct & {
    readonly description: string | null;
    readonly unitPrice: string | null;
    readonly status: 'active' | 'inactive';
    readonly taxIds: readonly string[];
  })[];
  readonly taxes: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: TaxKind;
    readonly percentage: string;
    readonly inclusive: boolean;
    readonly compound: boolean;
    readonly salesAccountId: string;
    readonly status: 'active' | 'inactive';
  }[];
  readonly tags: readonly { readonly id: string; readonly name: string; readonly color: string | null }[];
  /** The rate of the table that holds on the body's date, where the body names a currency and no rate. */
  readonly exchangeRate: { readonly rate: string; readonly date: string } | null;
  readonly numberTaken: boolean;
}

type BodyLine = InvoiceBody['products'][number];

/** The product of a line, under either name of the field. */
export const productIdOf = (line: BodyLine): string => (line.productUuid ?? line.uuid)!;

/** The price that a line names, under either name of the field; undefined where it leaves it to the product. */
export const priceOf = (line: BodyLine): Decimal | undefined => line.price ?? line.unitPrice ?? undefined;

/** How the customer of a body is taken. */
export interface CustomerSource {
  /** Whether a stored document or template says it, so that it stands for whom it was merged into since. */
  readonly isStored: boolean;
}

/** What a body names, each once; taxes of the customer and of products are not among it. */
export function namesOf(body: InvoiceBody) {
  return {
    customerId: body.customerUuid,
    productIds: [...new Set(body.products.map(productIdOf))],
    taxIds: [...new Set(body.products.flatMap((line) => namedTaxes(line)?.ids ?? []))],
    tagIds: [...new Set(body.tagUuids ?? [])],
  };
}

/** The exchange rate that a body gives; nothing where it is told beside that the rate is the table's. */
export const givenRateOf = ({ exchangeRate, exchangeRateSource }: InvoiceBody) =>
  exchangeRateSource === 'table' ? null : exchangeRate;

/** Whether a rate of the table is looked up for a body. */
export const needsExchangeRate = (body: InvoiceBody): boolean =>
  Boolean(body.currency) && givenRateOf(body) == null;

/** The statement that loads everything a body names in one look, for the transaction's first flight. */
export function loadReferencesStatement(
  workspaceId: string,
  body: InvoiceBody,
  invoiceType: InvoiceType,
  { isStored }: CustomerSource = { isStored: false },
): string {
  const { customerId, productIds, taxIds, tagIds } = namesOf(body);
  const array = (ids: readonly string[]) => `{${ids.join(',')}}`;
  const named = {
    customer_id: customerId,
    ...(isStored ? { follows_merge: true } : {}),
    product_ids: array(productIds),
    tax_ids: array(taxIds),
    tag_ids: array(tagIds),
    invoice_type: invoiceType,
    number_key: body.invoiceNumber ? caseKey(body.invoiceNumber) : null,
    ...(needsExchangeRate(body) ? { currency: body.currency, date: body.date } : {}),
  };
  return `SELECT load_invoice_references('${workspaceId}', ${literal(JSON.stringify(named))}) AS named`;
}

/**
 * The statement that keeps the products of a body from being deleted until the transaction ends, before they are looked up: a
 * template names them for longer than a document, which says what it said.
 */
export function holdProductsStatement(workspaceId: string, body: InvoiceBody): string {
  const { productIds } = namesOf(body);
  return `SELECT FROM product WHERE workspace_id = '${workspaceId}' AND id = ANY ('{${productIds.join(',')}}') ORDER BY id FOR KEY SHARE`;
}

/** Loads everything a body names in one look, within a transaction that is under way. */
export async function loadReferences(
  transaction: Transaction,
  body: InvoiceBody,
  customer?: CustomerSource,
): Promise<InvoiceReferences> {
  const invoiceType = body.invoiceType ?? 'invoice';
  const statement = loadReferencesStatement(transaction.workspaceId!, body, invoiceType, customer);
  const [row] = await transaction.query<{ named: InvoiceReferences }>(statement);
  return row!.named;
}

/** Every reference of the body that resolves to nothing in this workspace. */
export function findMissingReferences(body: InvoiceBody, references: InvoiceReferences): FieldError[] {
  const errors: FieldError[] = [];
  const missing = (field: string, thing: string, id: string, code: FieldError['code']) =>
    errors.push(
      fieldError(field, code, `must be the UUID of a ${thing} of this workspace: ${id} is unknown`, {
        uuid: id,
      }),
    );
  const products = new Set(references.products.map(({ id }) => id));
  const taxes = new Set(references.taxes.map(({ id }) => id));
  const tags = new Set(references.tags.map(({ id }) => id));
  if (!references.customer) missing('customerUuid', 'customer', body.customerUuid, 'CUSTOMER_NOT_FOUND');
  for (const [index, line] of body.products.entries()) {
    const field = line.productUuid ? 'productUuid' : 'uuid';
    const productId = productIdOf(line);
    if (!products.has(productId))
      missing(`products[${index}].${field}`, 'product', productId, 'PRODUCT_NOT_FOUND');
    const named = namedTaxes(line);
    for (const [place, taxId] of (named?.ids ?? []).entries()) {
      const path = `products[${index}].${named?.field}[${place}]`;
      if (!taxes.has(taxId)) missing(path, 'tax', taxId, 'TAX_NOT_FOUND');
    }
  }
  for (const [index, tagId] of (body.tagUuids ?? []).entries()) {
    if (!tags.has(tagId)) missing(`tagUuids[${index}]`, 'tag', tagId, 'TAG_NOT_FOUND');
  }
  return errors;
}
