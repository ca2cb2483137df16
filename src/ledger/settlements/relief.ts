import { divideRoundingHalfAway } from '../money/index.ts';

/**
 * How much of an item's amount in the workspace's currency is relieved once so much of it is settled. A settlement
 * relieves the difference to what was relieved before, so that parts always add up to the whole (ledger.md 2).
 *
 * @param settled of `total`, in minor units of the item's currency
 */
export function relievedBase(baseTotal: bigint, total: bigint, settled: bigint): bigint {
  return divideRoundingHalfAway(baseTotal * settled, total);
}
