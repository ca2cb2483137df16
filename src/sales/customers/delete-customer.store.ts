import type { Transaction } from '../../platform/database/transaction.ts';

/** So many numbers are told; more are only counted. */
const MOST_NUMBERS = 20;

export interface OpenInvoices {
  readonly count: number;
  /** The oldest of them. */
  readonly invoiceNumbers: readonly string[];
}

/** The approved invoices and credit memos of a customer on which something is still due. */
export async function findOpenInvoices(
  transaction: Transaction,
  workspaceId: string,
  customerId: string,
): Promise<OpenInvoices> {
  const rows = await transaction.query<{ number: string; count: bigint }>(
    `SELECT invoice_number AS number, count(*) OVER () AS count
       FROM invoice
      WHERE workspace_id = $1 AND customer_id = $2 AND deleted_at IS NULL AND voided_at IS NULL
        AND NOT is_draft AND invoice_type IN ('invoice', 'memo') AND paid_amount < total
      ORDER BY date, id LIMIT ${MOST_NUMBERS}`,
    [workspaceId, customerId],
  );
  return { count: Number(rows[0]?.count ?? 0), invoiceNumbers: rows.map(({ number }) => number) };
}

/** Whether a customer has paid something that is not applied to any invoice yet. */
export async function hasMoneyOnAccount(
  transaction: Transaction,
  workspaceId: string,
  customerId: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM payment
                     WHERE workspace_id = $1 AND customer_id = $2 AND deleted_at IS NULL
                       AND kind = 'payment' AND applied_amount < amount) AS found`,
    [workspaceId, customerId],
  );
  return row!.found;
}

/** Whether a recurring invoice that has not ended bills a customer. */
export async function isBilledAgain(
  transaction: Transaction,
  workspaceId: string,
  customerId: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM recurring_invoice_template
                     WHERE workspace_id = $1 AND customer_id = $2 AND deleted_at IS NULL
                       AND next_date IS NOT NULL) AS found`,
    [workspaceId, customerId],
  );
  return row!.found;
}

/** Deletes a customer. Its row stays, since documents name it; its e-mail is free again. */
export async function markCustomerDeleted(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  await transaction.query(
    'UPDATE customer SET deleted_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2',
    [workspaceId, id],
  );
}
