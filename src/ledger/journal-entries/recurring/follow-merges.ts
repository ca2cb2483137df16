import type { Transaction } from '../../../platform/database/transaction.ts';
import { MERGED_KINDS } from '../../merges/merged-ids.ts';
import { namedByLines } from '../compose-journal-entry.ts';
import type { CreateJournalEntryBody } from '../journal-entry.schema.ts';

const MERGED = MERGED_KINDS.map(
  (kind) => `SELECT t.id, t.merged_into FROM ${kind} t
              WHERE t.workspace_id = $1 AND t.id = ANY ($2::uuid[]) AND t.merged_into IS NOT NULL`,
).join(' UNION ALL ');

/** The body of a run with what its template names as it is told now: what was merged since stands for what it was merged into. */
export async function followMerges(
  transaction: Transaction,
  body: CreateJournalEntryBody,
): Promise<CreateJournalEntryBody> {
  const { accountIds, customerIds, vendorIds } = namedByLines(body.lines);
  const rows = await transaction.query<{ id: string; merged_into: string }>(
    MERGED,
    [transaction.workspaceId, [...accountIds, ...customerIds, ...vendorIds]],
    'follow_merges',
  );
  if (rows.length === 0) return body;
  const merged = new Map(rows.map(({ id, merged_into }) => [id, merged_into]));
  const toTold = <Id extends string | null | undefined>(id: Id) => (id ? (merged.get(id) ?? id) : id);
  const lines = body.lines.map((line) => ({
    ...line,
    accountUuid: toTold(line.accountUuid),
    customerUuid: toTold(line.customerUuid),
    vendorUuid: toTold(line.vendorUuid),
  }));
  return { ...body, lines };
}
