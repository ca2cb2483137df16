import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { nameKey } from '../../platform/text.ts';
import { findAccountSubType } from '../accounts/catalogue/account-sub-types.ts';
import { DEFAULT_CHART } from '../accounts/catalogue/default-chart.ts';
import { findCurrency } from '../money/index.ts';

export interface NewWorkspace {
  readonly name: string;
  /** ISO 4217; fixed once an entry exists (ledger.md 2). */
  readonly currency: string;
  /** IANA name; "today" is told by it. */
  readonly timeZone?: string;
  readonly country?: string;
  readonly industry?: string;
  readonly taxNumber?: string;
  readonly address?: object;
  readonly fiscalYearStartMonth?: number;
  /** Marks it as one whose clock may be moved. */
  readonly sandbox?: boolean;
}

/**
 * Makes a workspace with its books, the head of its chain and the default chart of accounts.
 *
 * @returns its id
 * @throws RangeError on a currency that ISO 4217 does not have, or a time zone that IANA does not have
 */
export async function createWorkspace(database: Database, workspace: NewWorkspace): Promise<string> {
  if (!findCurrency(workspace.currency))
    throw new RangeError(`${workspace.currency} is not a currency of ISO 4217.`);
  new Intl.DateTimeFormat('en', { timeZone: workspace.timeZone ?? 'UTC' });
  const workspaceId = uuidv7();
  await database.transaction({ workspaceId }, async (transaction) => {
    await transaction.query('INSERT INTO workspace (id, name, sandbox) VALUES ($1, $2, $3)', [
      workspaceId,
      workspace.name,
      workspace.sandbox ?? false,
    ]);
    await transaction.query(
      `INSERT INTO books (workspace_id, currency, time_zone, country, industry, tax_number, address, fiscal_year_start_month)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        workspaceId,
        workspace.currency,
        workspace.timeZone ?? 'UTC',
        workspace.country ?? null,
        workspace.industry ?? null,
        workspace.taxNumber ?? null,
        workspace.address ? JSON.stringify(workspace.address) : null,
        workspace.fiscalYearStartMonth ?? 1,
      ],
    );
    await transaction.query('INSERT INTO chain_head (workspace_id) VALUES ($1)', [workspaceId]);
    await transaction.query(
      `INSERT INTO account (workspace_id, id, name, name_key, account_number, type, sub_type_id, parent_id, currency, role, editable)
       SELECT $1, a.id, a.name, a.name_key, a.account_number, a.type, a.sub_type_id, a.parent_id, $2, a.role, a.role IS NULL
         FROM json_to_recordset($3) AS a(id uuid, name text, name_key text, account_number text, type text,
                                         sub_type_id integer, parent_id uuid, role text)`,
      [workspaceId, workspace.currency, JSON.stringify(chartRows())],
    );
  });
  return workspaceId;
}

function chartRows(): object[] {
  const ids = new Map(DEFAULT_CHART.map((account) => [account.accountNumber, uuidv7()]));
  return DEFAULT_CHART.map((account) => ({
    id: ids.get(account.accountNumber),
    name: account.name,
    name_key: nameKey(account.name),
    account_number: account.accountNumber,
    type: findAccountSubType(account.subTypeId)!.type,
    sub_type_id: account.subTypeId,
    parent_id: account.parentNumber ? ids.get(account.parentNumber) : null,
    role: account.role ?? null,
  }));
}
