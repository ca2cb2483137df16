import { fieldError, invalidFields } from '../../errors.ts';
import { formatMinorUnits } from '../../ledger/money/index.ts';
import { type ChainState, selectChainState } from '../../ledger/seals/chain-heads.store.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from './filter-fields.ts';
import type { LineFilter } from './line-filter.ts';

/** Which state of the journal a report shows. */
export interface ReportSeal {
  readonly number: number;
  readonly hash: string;
  readonly unsealedEntries: number;
}

/**
 * The seal that a report prints: the last one with what came after it, or the one that was asked for with nothing.
 *
 * @throws ApiError where that one is still to come: the report would be another one by then
 */
export async function readReportSeal(
  transaction: Transaction,
  workspaceId: string,
  throughSeal: number | undefined,
): Promise<ReportSeal> {
  const state: ChainState = await selectChainState(transaction, workspaceId);
  const last = Number(state.number);
  if (throughSeal === undefined)
    return { number: last, hash: state.hash, unsealedEntries: state.unsealedEntries };
  if (throughSeal > last) {
    const predicate = `must be at most ${last}, the last seal that there is`;
    throw invalidFields([fieldError('throughSeal', 'TOO_LARGE', predicate)]);
  }
  const [seal] = await transaction.query<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM entry_seal WHERE workspace_id = $1 AND number = $2`,
    [workspaceId, throughSeal],
  );
  return { number: throughSeal, hash: seal?.hash ?? '0'.repeat(64), unsealedEntries: 0 };
}

/** What a link to the lines behind a figure has to name. */
interface Linked {
  readonly startDate?: string | undefined;
  readonly endDate: string;
  readonly basis: Basis;
  readonly filter: LineFilter;
  readonly accountIds: readonly string[];
}

/** A report of the same lines: a path below the server's address. */
function linkTo(report: string, { startDate, endDate, basis, filter, accountIds }: Linked): string {
  const query = new URLSearchParams({ endDate, basis });
  if (startDate !== undefined) query.set('startDate', startDate);
  const lists = {
    accountUuids: accountIds,
    tagUuids: filter.tagIds,
    customerUuids: filter.customerIds,
    vendorUuids: filter.vendorIds,
    productUuids: filter.productIds,
    taxUuids: filter.taxIds,
  };
  for (const [name, ids] of Object.entries(lists)) if (ids.length > 0) query.set(name, ids.join());
  if (filter.untagged) query.set('noTags', 'true');
  if (filter.status !== 'all') query.set('transactionStatus', filter.status);
  if (filter.throughSeal !== undefined) query.set('throughSeal', String(filter.throughSeal));
  if (!filter.merged) query.set('merged', 'false');
  return `/partners/reports/${report}?${query}`;
}

/**
 * The general ledger with the lines that a figure adds up. Where the figure is a balance, the ledger closes with it; of
 * income, expenses and Retained Earnings it does so from the `startDate` alone from which they count.
 */
export const linkToLines = (linked: Linked): string => linkTo('general-ledger', linked);

/** Profit and loss, whose net income is a figure that is on no account; its rows link to their lines. */
export const linkToNetIncome = (
  linked: Omit<Linked, 'startDate' | 'accountIds'> & { readonly startDate: string },
): string => linkTo('pnl', { ...linked, accountIds: [] });

/** Writes an amount of a report: `moneyIn('USD')(-2500n)` is `-25.00`. */
export const moneyIn = (currency: string) => (amount: bigint) => formatMinorUnits(amount, currency);
