import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, date, oneOf, paging, queryBoolean, queryUuids, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { withAliases } from '../merges/index.ts';
import { selectJournalDrafts } from './drafts/journal-drafts.store.ts';
import { loadJournalEntries } from './journal-entries.store.ts';
import { JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { journalEntrySchema } from './journal-entry.schema.ts';
import { selectJournalEntryKeys } from './list-journal-entries.store.ts';

const STANDARD_LIMIT = 50;

export const listJournalEntries = defineEndpoint({
  method: 'GET',
  path: '/partners/journal-entries',
  operationId: 'listJournalEntries',
  tag: 'Journal Entries',
  summary: 'List Journal Entries',
  description:
    'Every entry of the journal, the newest date first: those that were written by hand, and those that invoices, payments ' +
    'and other documents posted. What was reversed is left out, and what reversed it, unless `history` asks for them. ' +
    'Filters narrow each other.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255)
      .optional()
      .describe('Part of a description, a number or the name of an account, ignoring case.'),
    startDate: date().optional().describe('Only those dated on or after this day.'),
    endDate: date().optional().describe('Only those dated on or before this day.'),
    accountUuids: queryUuids().optional().describe('Only those with a line on one of these accounts.'),
    accountUuid: queryUuids().optional().describe('Another name of `accountUuids`.'),
    source: text(50)
      .optional()
      .describe(
        'Only those of this source: `journal` (written by hand), `invoice`, `payment`, `refund`, ...',
      ),
    status: oneOf(['posted', 'draft'])
      .optional()
      .describe('`draft`: those that wait to be approved, which are in no report; `posted` when left out.')
      .meta(addition()),
    reviewed: queryBoolean()
      .optional()
      .describe('Only those all of whose lines are reviewed, or only the others.'),
    reconciled: queryBoolean()
      .optional()
      .describe('Only those all of whose lines are reconciled, or only the others.'),
    history: queryBoolean().optional().describe('`true`: also what was reversed, and what reversed it.'),
  }),
  status: 200,
  message: 'Journal entries retrieved successfully.',
  data: listSchema('journalEntries', journalEntrySchema),
  errors: [],
  examples: { data: listExample('journalEntries', [JOURNAL_ENTRY_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const accountIds = [...(query.accountUuids ?? []), ...(query.accountUuid ?? [])];
    const { rows, totalRecords } = await read(async (transaction) => {
      const named = await withAliases(transaction, 'account', accountIds);
      const filter = { ...query, accountIds: named, history: query.history === true };
      if (query.status === 'draft') return selectJournalDrafts(transaction, filter, page);
      const { keys, totalRecords } = await selectJournalEntryKeys(transaction, filter, page);
      return { rows: await loadJournalEntries(transaction, keys), totalRecords };
    });
    return { data: listAnswer('journalEntries', { rows, totalRecords }, page) };
  },
});
