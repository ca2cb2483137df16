import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Address } from '../../platform/http/address.ts';
import type { TemplateSettings } from '../documents/template/template.ts';
import { readTemplate } from '../documents/template/templates.store.ts';
import type { StatementPeriod } from './statement.store.ts';
import { type AskedPeriod, type CurrencyStatement, loadStatement, resolvePeriod } from './statement.ts';

/** All that is printed of a statement. */
export interface StatementDocument {
  readonly period: StatementPeriod;
  readonly statements: readonly CurrencyStatement[];
  readonly template: TemplateSettings;
  readonly seller: {
    readonly name: string;
    readonly country: string | null;
    readonly address: Address | null;
    readonly taxNumber: string | null;
  };
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly address: Address | null;
  };
}

/**
 * Loads a statement, and what stands around it: of a customer who is merged, that of the one into whom he is. Must be read
 * in one snapshot.
 *
 * @throws ApiError CUSTOMER_NOT_FOUND
 */
export async function loadStatementDocument(
  transaction: Transaction,
  customerId: string,
  period: StatementPeriod,
): Promise<StatementDocument> {
  const [row] = await transaction.query<Pick<StatementDocument, 'seller' | 'customer'>>(
    `SELECT json_build_object('name', w.name, 'country', b.country, 'address', b.address, 'taxNumber', b.tax_number) AS seller,
            json_build_object('id', c.id, 'name', c.customer, 'email', c.email, 'address', c.billing_address) AS customer
       FROM customer own
       JOIN customer c ON c.workspace_id = own.workspace_id AND c.id = CASE WHEN own.merged_into IS NULL THEN own.id ELSE own.merged_into END
       JOIN books b ON b.workspace_id = c.workspace_id
       JOIN workspace w ON w.id = c.workspace_id
      WHERE own.workspace_id = $1 AND own.id = $2 AND own.deleted_at IS NULL`,
    [transaction.workspaceId, customerId],
  );
  if (!row) throw new ApiError('CUSTOMER_NOT_FOUND');
  const statements = await loadStatement(transaction, customerId, period);
  return { ...row, period, statements, template: await readTemplate(transaction) };
}

/**
 * Loads the statement of the period that is asked for. Must be read in one snapshot.
 *
 * @throws ApiError CUSTOMER_NOT_FOUND, or where the period is none
 */
export async function loadAskedStatement(
  transaction: Transaction,
  customerId: string,
  asked: AskedPeriod,
): Promise<StatementDocument> {
  const known = await transaction.query(
    'SELECT id FROM customer WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL',
    [transaction.workspaceId, customerId],
  );
  if (known.length === 0) throw new ApiError('CUSTOMER_NOT_FOUND');
  return loadStatementDocument(transaction, customerId, await resolvePeriod(transaction, asked));
}
