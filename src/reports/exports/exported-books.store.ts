import { liveDescription, liveNumber } from '../../ledger/journal-entries/live-words.ts';
import { selectChainState } from '../../ledger/seals/chain-heads.store.ts';
import type { HeadSigner } from '../../ledger/seals/signed-head.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { ExportedAccount, ExportedBooks, ExportedEntry, ExportedLine } from './exported-books.ts';

/** Entries read at once: as many as are held in memory. */
const BATCH = 500;

/** What stands at the head of an export of a workspace's books. */
export async function selectExportedBooks(
  transaction: Transaction,
  workspaceId: string,
  basis: Basis,
  signer: HeadSigner,
): Promise<ExportedBooks> {
  const accounts = await transaction.query<ExportedAccount & Record<string, unknown>>(
    `SELECT a.id, a.account_number AS number, a.name, a.type, p.name AS "parentName"
       FROM account a
       LEFT JOIN account p ON p.workspace_id = $1 AND p.id = a.parent_id
      WHERE a.workspace_id = $1 AND a.merged_into IS NULL
      ORDER BY a.account_number NULLS LAST, a.name_key, a.id`,
    [workspaceId],
  );
  const head = await selectChainState(transaction, workspaceId);
  const [books] = await transaction.query<
    Pick<ExportedBooks, 'workspaceId' | 'name' | 'currency' | 'firstDate'>
  >(
    `SELECT w.id AS "workspaceId", w.name, b.currency,
            (SELECT min(e.effective)::text FROM journal_entry e WHERE e.workspace_id = $1) AS "firstDate"
       FROM workspace w
       JOIN books b ON b.workspace_id = w.id
      WHERE w.id = $1`,
    [workspaceId],
  );
  return { ...books!, basis, accounts, signedHead: signer.sign(head), unsealedEntries: head.unsealedEntries };
}

interface EntryRow extends Omit<ExportedEntry, 'lines'>, Record<string, unknown> {
  readonly lines: readonly (Omit<ExportedLine, 'amount' | 'baseAmount'> & {
    amount: string;
    baseAmount: string;
  })[];
}

const ENTRIES = `
  SELECT e.effective::text AS date, e.entry_id AS "entryId", e.kind, coalesce(i.invoice_type, e.source) AS source, e.source_id AS "sourceId",
         ${liveNumber({ invoice: 'i', payment: 'p', journal: 'j' })} AS number, ${liveDescription('e', 'j')} AS description,
         coalesce(mc.customer, c.customer) AS party,
         to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
         s.number::text AS "sealNumber", l.lines
    FROM (
      SELECT * FROM journal_entry
       WHERE workspace_id = $1 AND (effective, entry_id) > ($3::date, $4::uuid)
       ORDER BY effective, entry_id
       LIMIT $5
    ) AS e
   CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object(
               'accountId', l.account_id, 'amount', l.amount::text, 'baseAmount', l.base_amount::text,
               'currency', l.currency, 'customer', coalesce(lm.customer, lc.customer), 'product', lp.name, 'tax', lt.name,
               'tags', ARRAY(SELECT t.name FROM journal_line_tag lt
                               JOIN tag t ON t.workspace_id = $1 AND t.id = lt.tag_id
                              WHERE lt.workspace_id = $1 AND lt.effective = l.effective AND lt.entry_id = l.entry_id
                                AND lt.line_no = l.line_no ORDER BY t.name_key))
               ORDER BY l.line_no) AS lines
        FROM journal_line l
        LEFT JOIN customer lc ON lc.workspace_id = $1 AND lc.id = l.customer_id
        LEFT JOIN customer lm ON lm.workspace_id = $1 AND lm.id = lc.merged_into
        LEFT JOIN product lp ON lp.workspace_id = $1 AND lp.id = l.product_id
        LEFT JOIN tax lt ON lt.workspace_id = $1 AND lt.id = l.tax_id
       WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
         AND l.basis IN ('both', $2)
   ) AS l
    LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = e.source_id
    LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = e.source_id
    LEFT JOIN manual_journal j ON j.workspace_id = $1 AND j.id = e.source_id
    LEFT JOIN customer c ON c.workspace_id = $1 AND c.id = coalesce(i.customer_id, p.customer_id)
    LEFT JOIN customer mc ON mc.workspace_id = $1 AND mc.id = c.merged_into
    LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.effective = e.effective AND s.entry_id = e.entry_id
   ORDER BY e.effective, e.entry_id`;

/**
 * Every entry of one of the two books, by date, a few hundred at a time: memory does not grow with the books. Entries
 * without a line in this book are left out.
 */
export async function* readExportedEntries(
  transaction: Transaction,
  workspaceId: string,
  basis: Basis,
): AsyncGenerator<readonly ExportedEntry[]> {
  const aliases = await selectMergedAccounts(transaction);
  let after = { date: '0001-01-01', entryId: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await transaction.query<EntryRow>(
      ENTRIES,
      [workspaceId, basis, after.date, after.entryId, BATCH],
      'exported_entries',
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.filter(({ lines }) => lines !== null).map((row) => toExportedEntry(row, aliases));
    after = last;
  }
}

/** What accounts are merged into: their lines are exported under that, so that balances are those of the reports. */
async function selectMergedAccounts(transaction: Transaction): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ id: string; into: string }>(
    'SELECT id, merged_into AS into FROM account WHERE workspace_id = $1 AND merged_into IS NOT NULL',
    [transaction.workspaceId],
  );
  return new Map(rows.map(({ id, into }) => [id, into]));
}

function toExportedEntry(row: EntryRow, aliases: ReadonlyMap<string, string>): ExportedEntry {
  const lines = row.lines.map((line) => ({
    ...line,
    accountId: aliases.get(line.accountId) ?? line.accountId,
    amount: BigInt(line.amount),
    baseAmount: BigInt(line.baseAmount),
  }));
  return { ...row, lines };
}
