import { ApiError } from '../../errors.ts';
import { formatMinorUnits } from '../money/index.ts';

/** From which amount on a workspace needs two people, in its currency. */
export interface FourEyes {
  /** In minor units; null: one person is enough. */
  readonly limit: bigint | null;
  readonly currency: string;
}

/** What one person alone may not do from the limit on. */
export interface WatchedAct {
  /** The rest of a sentence that begins "From 10000.00 USD on", such as "whoever wrote invoice 7 does not approve it". */
  readonly rule: string;
  /** In minor units of the workspace's currency, of either sign. */
  readonly amount: bigint;
  /** Who does it; null where nobody is on record, who is never a second person. */
  readonly personId: string | null;
  /** Who has had a hand in it. */
  readonly keptOut: readonly string[];
}

/** Whether an amount, of either sign, reaches the limit. */
export function reachesLimit(amount: bigint, { limit }: FourEyes): boolean {
  return limit !== null && (amount < 0n ? -amount : amount) >= limit;
}

/**
 * Refuses what needs a second person and is done by one who has had a hand in it.
 *
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export function refuseOnePerson(act: WatchedAct, fourEyes: FourEyes): void {
  const { rule, amount, personId, keptOut } = act;
  if (!reachesLimit(amount, fourEyes)) return;
  if (personId !== null && !keptOut.includes(personId)) return;
  const money = (units: bigint) => formatMinorUnits(units, fourEyes.currency);
  const limit = money(fourEyes.limit!);
  throw new ApiError('SECOND_PERSON_NEEDED', {
    message: `A second person is needed: from ${limit} ${fourEyes.currency} on, ${rule}.`,
    details: { limit, amount: money(amount < 0n ? -amount : amount), writtenBy: keptOut },
  });
}

/** Everybody who has had a hand in something, with one more. */
export function withWriter(writers: readonly string[], personId: string | null): readonly string[] {
  return personId === null || writers.includes(personId) ? writers : [...writers, personId];
}
