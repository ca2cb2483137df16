import { decimalToNumber, formatMinorUnits, ONE, ZERO } from '../../ledger/money/index.ts';
import { arrangeTaxes, computeDocument, findTaxFaults } from '../../ledger/taxes/index.ts';
import { type Changes, changesBetween } from '../../platform/change/changes-between.ts';
import { identityOf, timestampsOf } from '../../platform/http/record.ts';
import { namedTaxes, percentageOnSale } from '../taxes/index.ts';
import type { ProductBody, ProductRecord } from './product.schema.ts';
import type { PostingAccount, Product, ProductValues } from './products.store.ts';

/** The taxes on one at its price and what it costs with them, as an invoice would say: null where it could not. */
function priceOne(product: Product): Pick<ProductRecord, 'tax' | 'total'> {
  const { unitPrice, currency } = product;
  const taxes = arrangeTaxes(
    product.taxes.map((tax) => ({ ...tax, percentage: percentageOnSale(tax) })),
    null,
  );
  if (unitPrice === null || findTaxFaults(taxes).length > 0) return { tax: null, total: null };
  const discount = { type: 'amount', value: ZERO } as const;
  const one = { quantity: ONE, price: unitPrice, discount, taxes };
  const { tax, total } = computeDocument({ currency, taxRounding: 'line', discount, lines: [one] });
  return { tax: formatMinorUnits(tax, currency), total: formatMinorUnits(total, currency) };
}

function toAccount(account: PostingAccount | null): ProductRecord['categoryAccount'] {
  return account && { ...identityOf(account.id), name: account.name, type: account.type };
}

/** A product in the API's words. */
export function toProductRecord(product: Product): ProductRecord {
  const unitPrice = product.unitPrice === null ? null : decimalToNumber(product.unitPrice);
  return {
    ...identityOf(product.id),
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
      ...identityOf(id),
      name,
      percentage: decimalToNumber(percentage),
    })),
    ...timestampsOf(product),
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

/** What an update changed, field by field, under the names and in the form that the API gives the values. */
export function changesOf(before: ProductValues, after: ProductValues): Changes {
  return changesBetween(toAudited(before), toAudited(after));
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
