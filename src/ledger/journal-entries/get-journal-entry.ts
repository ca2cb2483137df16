import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { findJournalDraft } from './drafts/journal-drafts.store.ts';
import { findEntryKey, loadJournalEntries } from './journal-entries.store.ts';
import { JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { type JournalEntry, journalEntrySchema } from './journal-entry.schema.ts';

/**
 * The entry that an id of the API names.
 *
 * @throws ApiError JOURNAL_ENTRY_NOT_FOUND
 */
export async function loadJournalEntry(transaction: Transaction, id: string): Promise<JournalEntry> {
  const key = await findEntryKey(transaction, id);
  const [entry] = key ? await loadJournalEntries(transaction, [key]) : [];
  if (!entry) throw new ApiError('JOURNAL_ENTRY_NOT_FOUND');
  return entry;
}

export const getJournalEntry = defineEndpoint({
  method: 'GET',
  path: '/partners/journal-entries/{id}',
  operationId: 'getJournalEntry',
  tag: 'Journal Entries',
  summary: 'Get Journal Entry',
  description:
    'One entry, by the `uuid` of a list: of a manual entry its newest version, of all others the entry itself; or a draft. An addition ' +
    'of Recount, which COUNT’s API does not have.',
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  status: 200,
  message: 'Journal entry retrieved successfully.',
  data: journalEntrySchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [],
  examples: { data: JOURNAL_ENTRY_EXAMPLE },
  async handle({ params, read }) {
    return {
      data: await read(
        async (transaction) =>
          (await findJournalDraft(transaction, params.id)) ??
          (await loadJournalEntry(transaction, params.id)),
      ),
    };
  },
});
