import type { PostingBuilder } from '../posting/posting.ts';
import { type OwnLine, recognisedLines } from './recognised-lines.ts';
import { relievedBase } from './relief.ts';

/**
 * What the cash book holds of an open item while it is settled: of a document the shares of its own lines, of money on
 * account what nobody has used yet, of a refund or a write-off nothing.
 */
export type CashSide =
  | { readonly kind: 'document'; readonly lines: readonly OwnLine[] }
  | { readonly kind: 'on-account'; readonly accountId: string; readonly customerId: string | null }
  | { readonly kind: 'none' };

/** An open item as a settlement finds it; amounts positive, in minor units of its currency. */
export interface SettledItem {
  readonly id: string;
  readonly total: bigint;
  /** The total in the workspace's currency. */
  readonly baseTotal: bigint;
  readonly settled: bigint;
  /** The part of `settled` that moved in the cash book too: all but what was written off. */
  readonly cashSettled: bigint;
  readonly cash: CashSide;
  /** Whether what it settles moves in the cash book: a write-off does not, since no money ever came. */
  readonly movesCash: boolean;
}

/** One allocation: so much of an item that credits settles so much of an item that is owed. */
export interface NewAllocation {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  /** Negative where it undoes an earlier one, which `reverses` names. */
  readonly amount: bigint;
  readonly effective: string;
  readonly reverses: string | null;
}

export type Items = ReadonlyMap<string, SettledItem>;

/** What allocations come to: the items as they then stand, and what each allocation relieves. */
export interface Settled {
  readonly items: Items;
  readonly allocations: readonly (NewAllocation & { readonly baseAmount: bigint })[];
}

/**
 * Allocates, one after the other.
 *
 * @throws RangeError when an item would be settled beyond its total or below zero, which is a fault of the caller
 */
export function allocate(items: Items, allocations: readonly NewAllocation[]): Settled {
  const after = new Map(items);
  const allocated = allocations.map((allocation) => {
    const from = after.get(allocation.fromId)!;
    const to = after.get(allocation.toId)!;
    const cash = from.movesCash && to.movesCash ? allocation.amount : 0n;
    for (const item of [from, to]) after.set(item.id, settleItem(item, allocation.amount, cash));
    const relief = (settled: bigint) => relievedBase(to.baseTotal, to.total, settled);
    return { ...allocation, baseAmount: relief(to.settled + allocation.amount) - relief(to.settled) };
  });
  return { items: after, allocations: allocated };
}

function settleItem(item: SettledItem, amount: bigint, cash: bigint): SettledItem {
  const settled = item.settled + amount;
  if (settled < 0n || settled > item.total)
    throw new RangeError(`${settled} of ${item.total} of item ${item.id} would be settled`);
  return { ...item, settled, cashSettled: item.cashSettled + cash };
}

/** Adds to an entry what moves in the cash book while items go from one state to another. */
export function postCashMovement(posting: PostingBuilder, before: Items, after: Items): void {
  for (const item of after.values()) {
    const from = before.get(item.id)!.cashSettled;
    if (from === item.cashSettled) continue;
    const earlier = cashLines(item, from);
    for (const [index, line] of cashLines(item, item.cashSettled).entries()) {
      const was = earlier[index]!;
      const { taxBase, ...rest } = line;
      posting.debit({
        ...rest,
        ...(taxBase === null ? {} : { taxBase: taxBase - (was.taxBase ?? 0n) }),
        basis: 'cash',
        openItemId: item.id,
        amount: line.amount - was.amount,
        baseAmount: line.baseAmount - was.baseAmount,
      });
    }
  }
}

type CashLine = Omit<OwnLine, 'currency' | 'productId' | 'vendorId' | 'projectId' | 'taxId' | 'tagIds'> &
  Partial<OwnLine>;

function cashLines(item: SettledItem, settled: bigint): CashLine[] {
  const { cash } = item;
  if (cash.kind === 'none') return [];
  if (cash.kind === 'document') return recognisedLines(cash.lines, settled);
  const unused = settled - item.total;
  const baseUnused = relievedBase(item.baseTotal, item.total, settled) - item.baseTotal;
  const { accountId, customerId } = cash;
  return [{ accountId, customerId, amount: unused, baseAmount: baseUnused, taxBase: null }];
}
