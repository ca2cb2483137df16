import type { Transaction } from '../../platform/database/transaction.ts';

const LINE_FIELDS = { customer: 'customerUuid', vendor: 'vendorUuid' } as const;

/**
 * Whether a template of journal entries that has not ended, or a draft of an entry, names a customer or vendor in a line. Who asks
 * holds it against those that name it meanwhile (`FOR UPDATE`).
 */
export async function isPartyAwaited(
  transaction: Transaction,
  kind: keyof typeof LINE_FIELDS,
  id: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (
              SELECT FROM recurring_journal_template t, json_array_elements(t.body -> 'lines') AS l(line)
               WHERE t.workspace_id = $1 AND t.deleted_at IS NULL AND t.next_date IS NOT NULL AND l.line ->> $3::text = $2)
         OR EXISTS (
              SELECT FROM journal_entry_draft d, json_array_elements(d.document -> 'lines') AS l(line)
               WHERE d.workspace_id = $1 AND l.line ->> $3::text = $2) AS found`,
    [transaction.workspaceId, id, LINE_FIELDS[kind]],
  );
  return row!.found;
}
