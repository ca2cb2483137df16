import { closedPeriodError, invalidFields } from '../../../errors.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { findOccurrence, refuseLongPast } from '../../../platform/recurrence/schedule.ts';
import { readToday } from '../../workspaces/today.ts';
import { composeJournalEntry, namedByLines } from '../compose-journal-entry.ts';
import { loadJournalReferences } from '../journal-references.store.ts';
import { asToldNow } from './as-told-now.ts';
import { toRunBody } from './stored-body.ts';
import type { TemplateFields } from './template.ts';

/** What a template is to be; which run stands next follows from it. */
export type WantedTemplate = Omit<TemplateFields, 'nextDate'>;

/**
 * Checks that a template's next entry could be posted, and finds out when.
 *
 * @param runCount how many entries it has made
 * @param isStored whether its lines are those that it has already: what they name may have been merged since, or its tags deleted
 * @throws ApiError with everything that is wrong with the entry, by the paths of the template's body
 */
export async function composeTemplate(
  transaction: Transaction,
  id: string,
  wanted: WantedTemplate,
  runCount: number,
  isStored: boolean,
): Promise<TemplateFields> {
  const next = findOccurrence(wanted.schedule, wanted.nextOccurrence, runCount);
  const given = toRunBody(wanted.body, next?.date ?? wanted.schedule.firstDate);
  const body = isStored ? await asToldNow(transaction, given) : given;
  const references = await loadJournalReferences(transaction, null, namedByLines(body.lines));
  const composed = composeJournalEntry(id, body, references);
  if ('errors' in composed) {
    const { closedThrough } = references.books;
    // Nothing more is posted where the schedule has ended, and a template posts nothing with caution.
    const errors = composed.errors
      .filter(({ field }) => next || (field !== 'date' && field !== 'reversesOn'))
      .map((error) => (error.code === 'PERIOD_CLOSED' ? closedPeriodError(closedThrough!) : error));
    if (errors.length > 0) throw invalidFields(errors);
  }
  if (next) refuseLongPast(wanted.schedule, next, await readToday(transaction), runCount, 'entries');
  return { ...wanted, nextDate: next?.date ?? null };
}
