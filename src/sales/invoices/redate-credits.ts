import { v7 as uuidv7 } from 'uuid';
import { toEntryRows } from '../../ledger/posting/entry-rows.ts';
import { loadLiveEntries, type StoredEntry } from '../../ledger/posting/load-entry.ts';
import { type DatedSignature, reverseEntry } from '../../ledger/posting/reverse-entry.ts';
import type { RepostedDocuments } from '../../ledger/workspaces/settings/repost-documents.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { type LoadedInvoice, loadInvoices } from './invoices.store.ts';
import { postingDateOf } from './post-before-cutover.ts';
import type { OldDocument } from './repost-documents.ts';

/** A memo that was applied as it, or the invoice, was approved, and so on the cutover date where both are older. */
interface CreditAtOnce {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly currencyGain: bigint;
  readonly effective: string;
}

interface RedatedCredit extends CreditAtOnce {
  readonly newId: string;
  readonly day: string;
}

/**
 * Takes to their own day what memos from before the cutover credited in the moment of an approval, which the cutover date had
 * held back. What was applied later has the day that its caller chose, and keeps it.
 */
export async function redateCredits(
  transaction: Transaction,
  documents: readonly OldDocument[],
  { effective: cutoverDate, ...signature }: DatedSignature,
): Promise<Omit<RepostedDocuments, 'count'>> {
  const dates = new Map(documents.map(({ id, date }) => [id, date]));
  const credits = (await selectCreditsAtOnce(transaction, documents)).map((credit): RedatedCredit => {
    const [from, to] = [dates.get(credit.fromId)!, dates.get(credit.toId)!];
    return { ...credit, newId: uuidv7(), day: postingDateOf(from > to ? from : to, cutoverDate) };
  });
  const entries = await loadLiveEntries(
    transaction,
    credits.map(({ id }) => ({ id, version: 1 })),
  );
  const ofEntry = new Map(credits.map((credit) => [credit.id, credit]));
  return {
    days: credits.flatMap(({ effective, day }) => [effective, day]),
    entries: entries.flatMap((entry) => redate(entry, ofEntry.get(entry.sourceId)!, signature)),
    allocations: credits.flatMap(toAllocationRows),
    records: await tellDocuments(transaction, credits),
  };
}

/** What was applied by the request that approved one of its two sides, as the entries of both say. */
function selectCreditsAtOnce(
  transaction: Transaction,
  documents: readonly OldDocument[],
): Promise<CreditAtOnce[]> {
  return transaction.query<{ [field in keyof CreditAtOnce]: CreditAtOnce[field] }>(
    `SELECT a.id, a.from_open_item_id AS "fromId", a.to_open_item_id AS "toId", a.amount, a.base_amount AS "baseAmount",
            a.currency_gain AS "currencyGain", a.effective
       FROM unnest($2::uuid[], $3::integer[]) AS m(id, version)
       JOIN allocation a ON a.workspace_id = $1 AND a.from_open_item_id = m.id AND a.reverses IS NULL
       JOIN unnest($2::uuid[], $3::integer[]) AS i(id, version) ON i.id = a.to_open_item_id
       JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = a.id AND e.source_version = 1 AND e.kind = 'original'
      WHERE NOT EXISTS (SELECT FROM allocation u WHERE u.workspace_id = $1 AND u.reverses = a.id)
        AND EXISTS (SELECT FROM journal_entry d
                     WHERE d.workspace_id = $1 AND (d.source_id, d.source_version) IN ((m.id, m.version), (i.id, i.version))
                       AND d.kind = 'opening' AND d.effective = a.effective AND d.request_id = e.request_id)
      ORDER BY a.id`,
    [transaction.workspaceId, documents.map(({ id }) => id), documents.map(({ version }) => version)],
    'select_credits_at_once',
  );
}

function redate(
  entry: StoredEntry,
  { newId, day }: RedatedCredit,
  signature: Omit<DatedSignature, 'effective'>,
) {
  const header = {
    entryId: uuidv7(),
    effective: day,
    source: entry.source,
    sourceId: newId,
    sourceVersion: 1,
    kind: 'original',
    ...signature,
    actor: entry.actor,
  } as const;
  return [
    reverseEntry(entry, { effective: entry.effective, ...signature }),
    toEntryRows(header, entry.lines),
  ];
}

function toAllocationRows({
  id,
  newId,
  fromId,
  toId,
  effective,
  day,
  amount,
  baseAmount,
  currencyGain,
}: RedatedCredit): object[] {
  const row = (sign: bigint) => ({
    from_open_item_id: fromId,
    to_open_item_id: toId,
    amount: String(sign * amount),
    base_amount: String(sign * baseAmount),
    currency_gain: String(sign * currencyGain),
  });
  return [
    { id: uuidv7(), ...row(-1n), effective, reverses: id },
    { id: newId, ...row(1n), effective: day, reverses: null },
  ];
}

/** The documents tell on which day they were credited: that is another now. */
async function tellDocuments(transaction: Transaction, credits: readonly RedatedCredit[]) {
  const ids = [...new Set(credits.flatMap(({ fromId, toId }) => [fromId, toId]))].sort();
  if (ids.length === 0) return [];
  const before = await loadInvoices(transaction, ids);
  await transaction.query(
    'UPDATE invoice SET updated_at = clock_timestamp() WHERE workspace_id = $1 AND id = ANY ($2)',
    [transaction.workspaceId, ids],
    'touch_credited',
  );
  const after = new Map((await loadInvoices(transaction, ids)).map((loaded) => [loaded.invoice.id, loaded]));
  const days = new Map(credits.map(({ id, day }) => [id, day]));
  return before.map((loaded) =>
    toChangedInvoice('credit_redated', loaded, withDays(after.get(loaded.invoice.id)!, days)),
  );
}

function withDays({ invoice, today }: LoadedInvoice, days: ReadonlyMap<string, string>): LoadedInvoice {
  const settlements = invoice.settlements.map((settlement) => ({
    ...settlement,
    effective: days.get(settlement.allocationId) ?? settlement.effective,
  }));
  return { invoice: { ...invoice, settlements }, today };
}
