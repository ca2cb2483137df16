import { type Generated, sql } from 'kysely';
import { type Decimal, formatDecimal, readStoredDecimal } from '../../ledger/money/index.ts';
import type { LineTax } from '../../ledger/taxes/index.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { containsPart, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { caseKey } from '../../platform/text.ts';
import type { TaxKind } from '../taxes/index.ts';

type ProductType = 'service' | 'good';
type Status = 'active' | 'inactive';

export interface PostingAccount {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** What a product says, and a body may change. */
export interface ProductValues {
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly type: ProductType;
  readonly unitPrice: Decimal | null;
  readonly status: Status;
  readonly categoryAccountId: string | null;
  readonly purchaseCategoryAccountId: string | null;
  readonly taxIds: readonly string[];
}

/** A product as the books hold it, with the accounts and taxes it names. */
export interface Product
  extends Omit<ProductValues, 'categoryAccountId' | 'purchaseCategoryAccountId' | 'taxIds'> {
  readonly id: string;
  readonly currency: string;
  readonly categoryAccount: PostingAccount | null;
  readonly purchaseCategoryAccount: PostingAccount | null;
  readonly taxes: readonly (LineTax & { readonly kind: TaxKind })[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface ProductRow extends Omit<Product, 'unitPrice' | 'taxes'> {
  readonly unitPrice: string | null;
  readonly taxes: readonly (Omit<Product['taxes'][number], 'percentage'> & { readonly percentage: string })[];
}

interface ProductTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  code: string | null;
  code_key: string | null;
  description: string | null;
  type: ProductType;
  unit_price: string | null;
  status: Status;
  category_account_id: string | null;
  purchase_category_account_id: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Date | null;
}

interface Tables {
  product: ProductTable;
  product_tax: { workspace_id: string; product_id: string; tax_id: string; position: number };
}

const builder = queryBuilder<Tables>();

function productsOf(workspaceId: string) {
  return builder
    .selectFrom('product as p')
    .where('p.workspace_id', '=', workspaceId)
    .where('p.deleted_at', 'is', null);
}

function accountOf(column: 'category_account_id' | 'purchase_category_account_id') {
  return sql<PostingAccount | null>`(SELECT json_build_object('id', a.id, 'name', a.name, 'type', a.type)
    FROM account own
    JOIN account a ON a.workspace_id = own.workspace_id
     AND a.id = CASE WHEN own.merged_into IS NULL THEN own.id ELSE own.merged_into END
   WHERE own.workspace_id = p.workspace_id AND own.id = ${sql.ref(`p.${column}`)})`;
}

// The percentage as text, since a JSON number would pass through a float.
const TAXES = sql<ProductRow['taxes']>`(SELECT coalesce(json_agg(
    json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'percentage', t.percentage::text,
                      'inclusive', t.inclusive, 'compound', t.compound) ORDER BY pt.position), '[]')
  FROM product_tax pt
  JOIN tax t ON t.workspace_id = pt.workspace_id AND t.id = pt.tax_id AND t.deleted_at IS NULL
 WHERE pt.workspace_id = p.workspace_id AND pt.product_id = p.id)`;

function selectRecord(products: ReturnType<typeof productsOf>) {
  return products.select([
    'p.id',
    'p.name',
    'p.code',
    'p.description',
    'p.type',
    'p.unit_price as unitPrice',
    'p.status',
    'p.created_at as createdAt',
    'p.updated_at as updatedAt',
    sql<string>`(SELECT b.currency FROM books b WHERE b.workspace_id = p.workspace_id)`.as('currency'),
    accountOf('category_account_id').as('categoryAccount'),
    accountOf('purchase_category_account_id').as('purchaseCategoryAccount'),
    TAXES.as('taxes'),
  ]);
}

function toProduct(row: ProductRow): Product {
  return {
    ...row,
    unitPrice: row.unitPrice === null ? null : readStoredDecimal(row.unitPrice),
    taxes: row.taxes.map((tax) => ({ ...tax, percentage: readStoredDecimal(tax.percentage) })),
  };
}

/** The product of this id; undefined where there is none, or it is deleted. */
export async function findProduct(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Product | undefined> {
  const [row] = await transaction.run<ProductRow>(
    selectRecord(productsOf(workspaceId).where('p.id', '=', id)).compile(),
  );
  return row && toProduct(row);
}

/**
 * The product, locked until the transaction ends. The lock is taken before the look, so that what is seen beside the row,
 * its taxes, is no older than the row itself.
 */
export async function lockProduct(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Product | undefined> {
  const lock = productsOf(workspaceId).select('p.id').where('p.id', '=', id).forUpdate();
  const [locked] = await transaction.run(lock.compile());
  return locked && findProduct(transaction, workspaceId, id);
}

/** The product of exactly this name, in any case; of several the active ones first, then the oldest. */
export async function selectProductByName(
  transaction: Transaction,
  workspaceId: string,
  name: string,
): Promise<Product | undefined> {
  const named = productsOf(workspaceId)
    .where('p.name_key', '=', caseKey(name))
    .orderBy(sql`p.status = 'active'`, 'desc')
    .orderBy('p.id')
    .limit(1);
  const [row] = await transaction.run<ProductRow>(selectRecord(named).compile());
  return row && toProduct(row);
}

export interface ProductFilter {
  /** Part of the name or the code, in any case. */
  readonly search?: string | undefined;
  readonly status?: Status | undefined;
  readonly type?: ProductType | undefined;
}

/** One page of the products that fit, by name, and how many fit in all. */
export async function selectProducts(
  transaction: Transaction,
  workspaceId: string,
  { search, status, type }: ProductFilter,
  page: Page,
): Promise<PageOfRows<Product>> {
  let fitting = productsOf(workspaceId);
  if (status) fitting = fitting.where('p.status', '=', status);
  if (type) fitting = fitting.where('p.type', '=', type);
  if (search) {
    fitting = fitting.where((where) =>
      where.or([containsPart('p.name_key', search), containsPart('p.code_key', search)]),
    );
  }
  const sorted = selectRecord(fitting).orderBy('p.name_key').orderBy('p.id');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: rows.map(toProduct), totalRecords };
}

function toColumns(values: ProductValues) {
  return {
    name: values.name,
    name_key: caseKey(values.name),
    code: values.code,
    code_key: values.code === null ? null : caseKey(values.code),
    description: values.description,
    type: values.type,
    unit_price: values.unitPrice === null ? null : formatDecimal(values.unitPrice),
    status: values.status,
    category_account_id: values.categoryAccountId,
    purchase_category_account_id: values.purchaseCategoryAccountId,
  };
}

async function insertProductTaxes(
  transaction: Transaction,
  workspaceId: string,
  productId: string,
  taxIds: readonly string[],
): Promise<void> {
  if (taxIds.length === 0) return;
  const rows = taxIds.map((taxId, position) => ({
    workspace_id: workspaceId,
    product_id: productId,
    tax_id: taxId,
    position,
  }));
  await transaction.run(builder.insertInto('product_tax').values(rows).compile());
}

/** Writes a new product and its default taxes. */
export async function insertProduct(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  values: ProductValues,
): Promise<void> {
  const row = { workspace_id: workspaceId, id, ...toColumns(values) };
  await transaction.run(builder.insertInto('product').values(row).compile());
  await insertProductTaxes(transaction, workspaceId, id, values.taxIds);
}

/** An account as it is to be stored: one that is merged stays where it is told as the wanted one, so that a merge can be undone. */
const keptAccount = (column: 'category_account_id' | 'purchase_category_account_id', wanted: string | null) =>
  sql<
    string | null
  >`CASE WHEN (SELECT a.merged_into FROM account a WHERE a.workspace_id = product.workspace_id
    AND a.id = product.${sql.ref(column)}) = ${wanted}::uuid THEN product.${sql.ref(column)} ELSE ${wanted}::uuid END`;

/** Writes a product over, and its default taxes anew. */
export async function overwriteProduct(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  values: ProductValues,
): Promise<void> {
  const update = builder
    .updateTable('product')
    .set({
      ...toColumns(values),
      category_account_id: keptAccount('category_account_id', values.categoryAccountId),
      purchase_category_account_id: keptAccount(
        'purchase_category_account_id',
        values.purchaseCategoryAccountId,
      ),
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  await transaction.run(update.compile());
  const taxes = builder
    .deleteFrom('product_tax')
    .where('workspace_id', '=', workspaceId)
    .where('product_id', '=', id);
  await transaction.run(taxes.compile());
  await insertProductTaxes(transaction, workspaceId, id, values.taxIds);
}

/** Whether a recurring invoice that has not ended names a product. */
export async function isBilledAgain(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (
       SELECT FROM recurring_invoice_template t, json_array_elements(t.body -> 'products') AS l(line)
        WHERE t.workspace_id = $1 AND t.deleted_at IS NULL AND t.next_date IS NOT NULL
          AND l.line ->> 'productUuid' = $2) AS found`,
    [workspaceId, id],
  );
  return row!.found;
}

/** Deletes a product. Its row stays, since documents name it. */
export async function markProductDeleted(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  const deletion = builder
    .updateTable('product')
    .set({ deleted_at: sql<Date>`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  await transaction.run(deletion.compile());
}
