import type { PostingBuilder } from '../posting/posting.ts';
import { type OwnLine, recognisedLines } from './recognised-lines.ts';
import { relievedBase } from './relief.ts';

/**
 * What the cash book holds of an open item while it is settled: of a document the shares of its own lines, of money on
 * account what nobody has used yet, of a refund or a write-off nothing.
 */
export type CashSide =
  | { readonly kind: 'document'; readonly lines: readonly OwnLine[] }
  | { readonly kind: 'on-account'; readonly accountId: string }
  | { readonly kind: 'none' };

/** An open item as a settlement finds it; amounts positive, in minor units of its currency. */
export interface SettledItem {
  readonly id: string;
  readonly customerId: string | null;
  readonly currency: string;
  readonly total: bigint;
  /** The total in the workspace's currency. */
  readonly baseTotal: bigint;
  readonly settled: bigint;
  /** What `baseTotal` was relieved by so far: all of it once all is settled. */
  readonly relieved: bigint;
  /** The part of `settled` that moved in the cash book too: all but what was written off. */
  readonly cashSettled: bigint;
  readonly cash: CashSide;
  /** Whether what it settles moves in the cash book: a write-off does not, since no money ever came. */
  readonly movesCash: boolean;
}

/** What an allocation comes to in the workspace's currency. */
export interface Relief {
  /** What the item that is owed is relieved by. */
  readonly baseAmount: bigint;
  /** What the item that credits is relieved by beyond that, because it has another rate; a loss is negative. */
  readonly currencyGain: bigint;
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
  /** Of one that undoes: that of the earlier one, negated, so that undoing leaves nothing behind. */
  readonly relief?: Relief;
}

export type Items = ReadonlyMap<string, SettledItem>;

export type Allocated = NewAllocation & Relief;

/** What allocations come to: the items as they then stand, and what each allocation relieves. */
export interface Settled {
  readonly items: Items;
  readonly allocations: readonly Allocated[];
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
    const { amount } = allocation;
    const { baseAmount, currencyGain } = allocation.relief ?? reliefBy(amount, from, to);
    const cash = from.movesCash && to.movesCash ? amount : 0n;
    after.set(from.id, settleItem(from, amount, cash, baseAmount + currencyGain));
    after.set(to.id, settleItem(to, amount, cash, baseAmount));
    return { ...allocation, baseAmount, currencyGain };
  });
  return { items: after, allocations: allocated };
}

/** What an item is relieved by in the workspace's currency when so much more of it is settled. */
export function nextRelief({ baseTotal, total, settled, relieved }: SettledItem, amount: bigint): bigint {
  return relievedBase(baseTotal, total, settled + amount) - relieved;
}

function reliefBy(amount: bigint, from: SettledItem, to: SettledItem): Relief {
  const baseAmount = nextRelief(to, amount);
  return { baseAmount, currencyGain: nextRelief(from, amount) - baseAmount };
}

function settleItem(item: SettledItem, amount: bigint, cash: bigint, relief: bigint): SettledItem {
  const settled = item.settled + amount;
  if (settled < 0n || settled > item.total)
    throw new RangeError(`${settled} of ${item.total} of item ${item.id} would be settled`);
  return { ...item, settled, cashSettled: item.cashSettled + cash, relieved: item.relieved + relief };
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
        currency: item.currency,
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
  const { accountId } = cash;
  const { customerId } = item;
  return [{ accountId, customerId, amount: unused, baseAmount: baseUnused, taxBase: null }];
}

/** The accounts on which a difference of two rates is posted. */
export interface GainAccounts {
  /** Of the items that are settled. */
  readonly control: string;
  readonly gain: string;
}

/**
 * Adds to an entry what allocations gain or lose because their two sides have different rates (ledger.md 2), in both
 * books. In the accrual book the item that credits is restated to what it relieves of the other, so that nothing is left
 * of either once both are settled. In the cash book the gain is what one side moves more than the other.
 */
export function postCurrencyGains(
  posting: PostingBuilder,
  before: Items,
  { items, allocations }: Settled,
  accounts: GainAccounts,
): void {
  for (const { fromId, currencyGain } of allocations) {
    const { customerId, currency } = items.get(fromId)!;
    const shared = { basis: 'accrual', customerId } as const;
    const restated = { accountId: accounts.control, openItemId: fromId, currency, amount: 0n };
    posting.debit({ ...shared, ...restated, baseAmount: currencyGain });
    posting.credit({ ...shared, accountId: accounts.gain, amount: currencyGain });
  }
  const credits = new Set(allocations.map(({ fromId }) => fromId));
  for (const item of items.values()) {
    const moved = cashBase(item) - cashBase(before.get(item.id)!);
    const gain = credits.has(item.id) ? moved : -moved;
    posting.credit({
      accountId: accounts.gain,
      basis: 'cash',
      customerId: item.customerId,
      amount: gain,
    });
  }
}

/** What the cash book holds of an item in the workspace's currency. */
function cashBase({ baseTotal, total, cashSettled }: SettledItem): bigint {
  return cashSettled === 0n ? 0n : relievedBase(baseTotal, total, cashSettled);
}
