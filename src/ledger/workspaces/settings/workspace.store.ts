import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Address } from '../../../platform/http/address.ts';
import { identityOf, timestampsOf } from '../../../platform/http/record.ts';
import { formatMinorUnits, readStoredDecimal, toMinorUnits } from '../../money/index.ts';
import type { WorkspaceSettings } from './workspace.schema.ts';

interface WorkspaceRow
  extends Omit<
    WorkspaceSettings,
    'id' | 'uuid' | 'reportType' | 'address' | 'fourEyesLimit' | 'createdAt' | 'updatedAt'
  > {
  readonly fourEyesLimit: bigint | null;
  readonly address: Partial<Address> | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const NO_ADDRESS: Address = { street: null, city: null, state: null, zipCode: null, country: null };

/** Reads the settings of the transaction's workspace. */
export async function readWorkspace(transaction: Transaction): Promise<WorkspaceSettings> {
  const [row] = await transaction.query<WorkspaceRow>(
    `SELECT w.name, b.country, b.industry, b.currency, b.time_zone AS "timeZone", b.date_format AS "dateFormat",
            b.fiscal_year_start_month AS "fiscalYearStartMonth", b.accounting_basis AS "accountingBasis",
            b.tax_rounding AS "taxRounding", b.tax_number AS "taxNumber", b.address,
            b.default_payment_term AS "defaultPaymentTerm", b.cutover_date AS "cutoverDate",
            b.is_onboarding AS "isOnboarding",
            b.closed_through AS "bookClosedThroughDate", b.four_eyes_limit AS "fourEyesLimit",
            b.retention_years AS "retentionYears", w.created_at AS "createdAt", b.updated_at AS "updatedAt"
       FROM books b JOIN workspace w ON w.id = b.workspace_id
      WHERE b.workspace_id = $1`,
    [transaction.workspaceId],
    'read_workspace',
  );
  const { address, fourEyesLimit, createdAt, updatedAt, ...settings } = row!;
  return {
    ...identityOf(transaction.workspaceId!),
    ...settings,
    reportType: settings.accountingBasis,
    address: address && { ...NO_ADDRESS, ...address },
    fourEyesLimit: fourEyesLimit === null ? null : formatMinorUnits(fourEyesLimit, settings.currency),
    ...timestampsOf({ createdAt, updatedAt }),
  };
}

/**
 * Keeps everybody else from posting and from changing settings until the transaction ends, and waits for who is at it.
 * The head of the chain comes first: a sealer holds it while its rows refer to the books.
 */
export async function lockBooks(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT number FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [
    transaction.workspaceId,
  ]);
  await transaction.query('SELECT workspace_id FROM books WHERE workspace_id = $1 FOR UPDATE', [
    transaction.workspaceId,
  ]);
}

/** How many journal entries are posted. The books must be locked. */
export async function countEntries(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM journal_entry WHERE workspace_id = $1',
    [transaction.workspaceId],
  );
  return row!.count;
}

/** Whether opening balances are posted. The books must be locked. */
export async function hasOpeningBalance(transaction: Transaction): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT entry_id FROM journal_entry WHERE workspace_id = $1 AND kind = 'opening' LIMIT 1`,
    [transaction.workspaceId],
  );
  return rows.length > 0;
}

/** Writes the settings. The books must be locked. */
export async function storeWorkspace(transaction: Transaction, settings: WorkspaceSettings): Promise<void> {
  await transaction.query('UPDATE workspace SET name = $2 WHERE id = $1 AND name <> $2', [
    transaction.workspaceId,
    settings.name,
  ]);
  await transaction.query(
    `UPDATE books SET country = $2, industry = $3, time_zone = $4, date_format = $5, fiscal_year_start_month = $6,
            accounting_basis = $7, tax_rounding = $8, tax_number = $9, address = $10, default_payment_term = $11,
            cutover_date = $12, closed_through = $13, is_onboarding = $14, four_eyes_limit = $15::bigint,
            four_eyes_since = CASE WHEN $15::bigint IS NULL THEN NULL
                                   WHEN four_eyes_limit = $15::bigint THEN four_eyes_since ELSE clock_timestamp() END,
            retention_years = $16,
            updated_at = clock_timestamp()
      WHERE workspace_id = $1`,
    [
      transaction.workspaceId,
      settings.country,
      settings.industry,
      settings.timeZone,
      settings.dateFormat,
      settings.fiscalYearStartMonth,
      settings.accountingBasis,
      settings.taxRounding,
      settings.taxNumber,
      settings.address && JSON.stringify(settings.address),
      settings.defaultPaymentTerm,
      settings.cutoverDate,
      settings.bookClosedThroughDate,
      settings.isOnboarding,
      settings.fourEyesLimit === null
        ? null
        : String(toMinorUnits(readStoredDecimal(settings.fourEyesLimit), settings.currency)),
      settings.retentionYears,
    ],
  );
}
