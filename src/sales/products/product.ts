import {
  type Decimal,
  decimalToNumber,
  formatMinorUnits,
  multiplyToMinorUnits,
  percentOf,
} from '../../ledger/money/index.ts';
import type { ProductBody, ProductRecord } from './product.schema.ts';
import type { PostingAccount, Product, ProductValues } from './products.store.ts';

const ONE = 1_000_000n as Decimal;

/** The taxes on one at its price, each rounded to the currency, and the price with them. Taxes are exclusive. */
function priceOne(product: Product): Pick<ProductRecord, 'tax' | 'total'> {
  const { unitPrice, currency, taxes } = product;
  if (unitPrice === null) return { tax: null, total: null };
  const net = multiplyToMinorUnits(ONE, unitPrice, currency);
  const tax = taxes.reduce((sum, { percentage }) => sum + percentOf(net, percentage), 0n);
  return { tax: formatMinorUnits(tax, currency), total: formatMinorUnits(net + tax, currency) };
}

function toAccount(account: PostingAccount | null): ProductRecord['categoryAccount'] {
  return account && { id: account.id, uuid: account.id, name: account.name, type: account.type };
}

/** A product in the API's words. */
export function toProductRecord(product: Product): ProductRecord {
  const unitPrice = product.unitPrice === null ? null : decimalToNumber(product.unitPrice);
  return {
    id: product.id,
    uuid: product.id,
    name: product.name,
    code: product.code,
    description: product.description,
    type: product.type,
    unitPrice,
    price: unitPrice,
    currency: product.currency,
    ...priceOne(product),
    status: product.status,
    pricingMethod: 'item',
    categoryAccount: toAccount(product.categoryAccount),
    categoryAccountUuid: product.categoryAccount?.id ?? null,
    purchaseCategoryAccount: toAccount(product.purchaseCategoryAccount),
    purchaseCategoryAccountUuid: product.purchaseCategoryAccount?.id ?? null,
    taxes: product.taxes.map(({ id, name, percentage }) => ({
      id,
      uuid: id,
      name,
      percentage: decimalToNumber(percentage),
    })),
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
  };
}

/** What a stored product says, in the form in which a body changes it. */
export function valuesOf(product: Product): ProductValues {
  const { name, code, description, type, unitPrice, status } = product;
  return {
    name,
    code,
    description,
    type,
    unitPrice,
    status,
    categoryAccountId: product.categoryAccount?.id ?? null,
    purchaseCategoryAccountId: product.purchaseCategoryAccount?.id ?? null,
    taxIds: product.taxes.map(({ id }) => id),
  };
}

export const NEW_PRODUCT: Omit<ProductValues, 'name'> = {
  code: null,
  description: null,
  type: 'service',
  unitPrice: null,
  status: 'active',
  categoryAccountId: null,
  purchaseCategoryAccountId: null,
  taxIds: [],
};

/** The taxes that a body names, and under which of the two names. */
export function namedTaxes({
  taxUuids,
  taxes,
}: ProductBody): { field: string; ids: readonly string[] } | undefined {
  if (taxUuids) return { field: 'taxUuids', ids: taxUuids };
  return taxes && { field: 'taxes', ids: taxes };
}

/** What the body leaves out stays as it is; null clears. */
export function applyBody<Before extends Omit<ProductValues, 'name'>>(before: Before, body: ProductBody) {
  const { unitPrice, price } = body;
  const wantedPrice = unitPrice == null && price !== undefined ? price : unitPrice;
  const kept = <T>(wanted: T | undefined, held: T): T => (wanted === undefined ? held : wanted);
  return {
    ...before,
    ...(body.name === undefined ? {} : { name: body.name }),
    code: kept(body.code, before.code),
    description: kept(body.description, before.description),
    type: body.type ?? before.type,
    unitPrice: kept(wantedPrice, before.unitPrice),
    status: body.status ?? before.status,
    categoryAccountId: kept(body.categoryAccountUuid, before.categoryAccountId),
    purchaseCategoryAccountId: kept(body.purchaseCategoryAccountUuid, before.purchaseCategoryAccountId),
    taxIds: namedTaxes(body)?.ids ?? before.taxIds,
  };
}

/** Values under the names and in the form that the API gives them. */
function toAudited(values: ProductValues): Record<string, unknown> {
  const { categoryAccountId, purchaseCategoryAccountId, taxIds, unitPrice, ...others } = values;
  return {
    ...others,
    unitPrice: unitPrice === null ? null : decimalToNumber(unitPrice),
    categoryAccountUuid: categoryAccountId,
    purchaseCategoryAccountUuid: purchaseCategoryAccountId,
    taxUuids: taxIds,
  };
}

/** Field by field `{from, to}` of what differs; undefined where nothing does. */
export function changesBetween(before: ProductValues, after: ProductValues): object | undefined {
  const from = toAudited(before);
  const to = toAudited(after);
  const changed = Object.keys(to).filter(
    (field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]),
  );
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((field) => [field, { from: from[field], to: to[field] }]));
}
