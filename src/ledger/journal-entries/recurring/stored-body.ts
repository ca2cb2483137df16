import { fieldError, invalidFields } from '../../../errors.ts';
import { addDays } from '../../../platform/dates.ts';
import { LAST_DATE } from '../../../platform/http/fields.ts';
import { formatDecimal, readStoredDecimal } from '../../money/index.ts';
import type { CreateJournalEntryBody, JournalLineBody } from '../journal-entry.schema.ts';

/** On which day after its own an entry that recurs reverses itself. */
export const REVERSAL_DAYS = ['nextDay', 'nextMonth'] as const;
export type ReversalDay = (typeof REVERSAL_DAYS)[number];

/** What is the same in every run of a template, in the API's words; amounts are texts, so that none becomes a float. */
export interface StoredBody {
  readonly descriptionEntry: string;
  readonly refNumber: string | null;
  readonly lines: readonly StoredLine[];
  readonly reversesOn: ReversalDay | null;
}

export interface StoredLine {
  readonly accountUuid: string;
  readonly amountDebit: string | null;
  readonly amountCredit: string | null;
  readonly descriptionLine: string | null;
  readonly customerUuid: string | null;
  readonly vendorUuid: string | null;
  readonly tagUuids: readonly string[];
}

/** Lines of a body as a template keeps them. */
export function toStoredLines(lines: readonly JournalLineBody[]): StoredLine[] {
  return lines.map((line) => ({
    accountUuid: (line.accountUuid ?? line.accUuid)!,
    amountDebit: line.amountDebit == null ? null : formatDecimal(line.amountDebit),
    amountCredit: line.amountCredit == null ? null : formatDecimal(line.amountCredit),
    descriptionLine: line.descriptionLine || null,
    customerUuid: line.customerUuid ?? null,
    vendorUuid: line.vendorUuid ?? null,
    tagUuids: line.tagUuids ?? [],
  }));
}

/**
 * The body of one run, ready to be composed.
 *
 * @throws ApiError INVALID_DATE where the entry would be reversed after the last date that there is
 */
export function toRunBody(stored: StoredBody, date: string): CreateJournalEntryBody {
  const reversesOn = stored.reversesOn && dayOfReversal(stored.reversesOn, date);
  if (reversesOn !== null && reversesOn > LAST_DATE) {
    const predicate = `must be left out: the entry of ${date} would be reversed after ${LAST_DATE}`;
    throw invalidFields([fieldError('reversesOn', 'INVALID_DATE', predicate)]);
  }
  const { descriptionEntry, refNumber } = stored;
  const lines = stored.lines.map((line) => ({
    ...line,
    amountDebit: line.amountDebit === null ? null : readStoredDecimal(line.amountDebit),
    amountCredit: line.amountCredit === null ? null : readStoredDecimal(line.amountCredit),
    tagUuids: [...line.tagUuids],
  }));
  return { descriptionEntry, date, refNumber, lines, reversesOn };
}

function dayOfReversal(day: ReversalDay, date: string): string {
  if (day === 'nextDay') return addDays(date, 1);
  // Whatever the month, the 1st and 31 days more lie in the next.
  return `${addDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
