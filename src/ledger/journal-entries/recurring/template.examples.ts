import { ACCOUNT_EXAMPLE_IDS } from '../../accounts/account.examples.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from '../journal-entry.examples.ts';
import type { RunRecord, TemplateRecord } from './template.schema.ts';

/** The id of the template of the examples. */
export const TEMPLATE_EXAMPLE_ID = '0197e1c2-9a10-7d3e-8b4c-7a2b3c4d5e6f';

const [DEBITED, CREDITED] = JOURNAL_ENTRY_EXAMPLE.lines;

/** What is earned each month and invoiced in the next. */
export const CREATE_TEMPLATE_EXAMPLE = {
  descriptionEntry: 'Work done and not yet invoiced',
  date: '2026-07-31',
  recurrencePattern: 'monthly',
  reversesOn: 'nextMonth',
  isDraft: false,
  lines: CREATE_JOURNAL_ENTRY_EXAMPLE.lines,
};

/** What that request is answered with. */
export const TEMPLATE_EXAMPLE: TemplateRecord = {
  id: TEMPLATE_EXAMPLE_ID,
  uuid: TEMPLATE_EXAMPLE_ID,
  status: 'active',
  isDraft: false,
  recurrencePattern: 'monthly',
  recurrenceInterval: 1,
  inAdvanceCreationDays: 0,
  recurrenceEndDate: null,
  recurrenceCount: null,
  date: '2026-07-31',
  nextDate: '2026-07-31',
  runCount: 0,
  lastRun: null,
  failure: null,
  descriptionEntry: CREATE_TEMPLATE_EXAMPLE.descriptionEntry,
  refNumber: null,
  reversesOn: 'nextMonth',
  currency: 'USD',
  totalDebit: '250.00',
  lines: [
    {
      lineNumber: 1,
      accountUuid: ACCOUNT_EXAMPLE_IDS.receivable,
      account: DEBITED!.account,
      amountDebit: '250.00',
      amountCredit: null,
      descriptionLine: 'Junk removal',
      customerUuid: null,
      vendorUuid: null,
      tagUuids: [],
    },
    {
      lineNumber: 2,
      accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
      account: CREDITED!.account,
      amountDebit: null,
      amountCredit: '250.00',
      descriptionLine: null,
      customerUuid: null,
      vendorUuid: null,
      tagUuids: [],
    },
  ],
  createdAt: '2026-07-01T14:05:09.120Z',
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** What became of the dates of a template: the last was closed before the server could post its entry. */
export const RUN_EXAMPLES: readonly RunRecord[] = [
  {
    date: '2026-08-31',
    status: 'failed',
    journalEntryUuid: null,
    failure: {
      code: 'PERIOD_CLOSED',
      message:
        'date must be after 2026-08-31: the books are closed through that day; an owner may post the entry of that day by hand, `withCaution`.',
      failedAt: '2026-08-31T04:00:01.310Z',
    },
    createdAt: '2026-08-31T04:00:01.310Z',
  },
  {
    date: '2026-07-31',
    status: 'posted',
    journalEntryUuid: JOURNAL_ENTRY_EXAMPLE.uuid,
    failure: null,
    createdAt: '2026-07-31T04:00:00.870Z',
  },
];

/** The template is to run every second month, and to end with the year. */
export const UPDATE_TEMPLATE_EXAMPLE = { recurrenceInterval: 2, recurrenceEndDate: '2027-12-31' };

/** What that update is answered with. */
export const UPDATED_TEMPLATE_EXAMPLE: TemplateRecord = {
  ...TEMPLATE_EXAMPLE,
  ...UPDATE_TEMPLATE_EXAMPLE,
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** The template, paused. */
export const PAUSED_TEMPLATE_EXAMPLE: TemplateRecord = {
  ...TEMPLATE_EXAMPLE,
  status: 'paused',
  isDraft: true,
  updatedAt: '2026-07-02T08:30:00.000Z',
};
