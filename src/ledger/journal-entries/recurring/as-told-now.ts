import type { Transaction } from '../../../platform/database/transaction.ts';
import { MERGED_KINDS } from '../../merges/merged-ids.ts';
import { namedByLines } from '../compose-journal-entry.ts';
import type { CreateJournalEntryBody } from '../journal-entry.schema.ts';

const MERGED = MERGED_KINDS.map(
  (kind) => `SELECT t.id, t.merged_into FROM ${kind} t
              WHERE t.workspace_id = $1 AND t.id = ANY ($2::uuid[]) AND t.merged_into IS NOT NULL`,
).join(' UNION ALL ');

const DELETED_TAGS = `SELECT t.id, NULL FROM tag t
  WHERE t.workspace_id = $1 AND t.id = ANY ($2::uuid[]) AND t.deleted_at IS NOT NULL`;

/**
 * The body of a run with what its template names as it is told now: what was merged since stands for what it was merged into, and
 * a tag that was deleted since is left out.
 */
export async function asToldNow(
  transaction: Transaction,
  body: CreateJournalEntryBody,
): Promise<CreateJournalEntryBody> {
  const { accountIds, customerIds, vendorIds, tagIds } = namedByLines(body.lines);
  const rows = await transaction.query<{ id: string; merged_into: string | null }>(
    `${MERGED} UNION ALL ${DELETED_TAGS}`,
    [transaction.workspaceId, [...accountIds, ...customerIds, ...vendorIds, ...tagIds]],
    'as_told_now',
  );
  if (rows.length === 0) return body;
  const told = new Map(rows.map(({ id, merged_into }) => [id, merged_into]));
  const toTold = <Id extends string | null | undefined>(id: Id) => (id ? (told.get(id) ?? id) : id);
  const lines = body.lines.map((line) => ({
    ...line,
    accountUuid: toTold(line.accountUuid),
    customerUuid: toTold(line.customerUuid),
    vendorUuid: toTold(line.vendorUuid),
    tagUuids: line.tagUuids?.filter((id) => !told.has(id)),
  }));
  return { ...body, lines };
}
