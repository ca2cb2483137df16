import { type FourEyes, reachesLimit, refuseOnePerson } from '../four-eyes/index.ts';
import type { JournalReferences } from './journal-references.store.ts';
import type { JournalAuthor } from './post-journal-entry.ts';

/**
 * From the four-eyes limit on, nobody posts, changes or deletes a manual entry alone (ledger.md 9).
 *
 * @param amount what the entry comes to; of a change the larger of before and after
 * @param writtenBy who wrote what is posted
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export function refuseOneWriter(
  amount: bigint,
  writtenBy: readonly string[],
  { caller }: JournalAuthor,
  references: JournalReferences,
): void {
  const rule = 'whoever wrote a manual entry, its change or its deletion does not approve it';
  const act = { rule, amount, personId: caller.personId, keptOut: writtenBy };
  refuseOnePerson(act, fourEyesOf(references));
}

/** Whether an entry of that amount needs a second person, whoever writes it. */
export function needsSecondPerson(amount: bigint, references: JournalReferences): boolean {
  return reachesLimit(amount, fourEyesOf(references));
}

function fourEyesOf({ books: { fourEyesLimit, currency } }: JournalReferences): FourEyes {
  return { limit: fourEyesLimit === null ? null : BigInt(fourEyesLimit), currency };
}
