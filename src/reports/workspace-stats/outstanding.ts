import { type Age, type Control, foldAges } from '../../ledger/open-items/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { selectAgedAmounts, selectParties } from '../aging/aging.store.ts';
import type { LineFilter } from '../filters/line-filter.ts';

const TOP = 5;

/** What is open of one side on a day, as the aging report has it; minor units of the workspace's currency. */
export interface Outstanding {
  readonly total: bigint;
  readonly ages: Readonly<Record<Age, bigint>>;
  readonly overdue: bigint;
  readonly overdueCount: number;
  readonly oldestDate: string | null;
  /** Who owes or is owed most, the largest first; what belongs to nobody is left out. */
  readonly top: readonly { readonly id: string; readonly name: string; readonly amount: bigint }[];
}

/** Reads what is open of one side on a day. */
export async function readOutstanding(
  transaction: Transaction,
  control: Control,
  asOf: string,
  filter: LineFilter,
): Promise<Outstanding> {
  const workspaceId = transaction.workspaceId!;
  const amounts = await selectAgedAmounts(transaction, workspaceId, { control, asOf, filter });
  const ages = foldAges(amounts.map(({ age, baseAmount }) => ({ age, amount: BigInt(baseAmount) })));
  const byParty = new Map<string, bigint>();
  for (const { partyId, baseAmount } of amounts)
    if (partyId !== null) byParty.set(partyId, (byParty.get(partyId) ?? 0n) + BigInt(baseAmount));
  const largest = [...byParty].filter(([, amount]) => amount > 0n).sort(([, a], [, b]) => (a > b ? -1 : 1));
  const top = new Map(largest.slice(0, TOP));
  const parties = await selectParties(transaction, workspaceId, { control }, [...top.keys()]);
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  const { notYetOverdue, credits, ...late } = ages;
  const overdue = Object.values(late).reduce((sum, amount) => sum + amount, 0n);
  return {
    total: notYetOverdue + credits + overdue,
    ages,
    overdue,
    overdueCount: amounts.reduce((sum, { age, items }) => sum + (age in late ? items : 0), 0),
    oldestDate:
      amounts.flatMap(({ age, firstDay }) => (age === 'credits' ? [] : [firstDay])).sort()[0] ?? null,
    top: [...top].map(([id, amount]) => ({ id, name: names.get(id)!, amount })),
  };
}
