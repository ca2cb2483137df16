import { defineErrors } from './registered-error.ts';

/** Of the books: accounts and periods. */
export const LEDGER_ERRORS = defineErrors({
  ACCOUNT_NOT_FOUND: {
    status: 404,
    message: 'No such account in this workspace.',
    action:
      'Read [List Accounts](/docs/chart-of-accounts/list-accounts) and use the `uuid` of an account. ' +
      'Account numbers are no UUIDs.',
  },
  NOT_A_SANDBOX: {
    status: 400,
    message: 'The request is invalid here: the workspace must be a sandbox.',
    action:
      'Only a workspace that was made as a sandbox has a clock that can be moved; the demo’s is one. ' +
      'Real books follow the real date.',
  },
  INVALID_ACCOUNT_TYPE: {
    status: 400,
    message: 'The account is invalid here: its type must be another.',
    action:
      'Choose an account of the type that the message names, from [List ' +
      'Accounts](/docs/chart-of-accounts/list-accounts) (`type` filters them). `details.references` ' +
      'names the field.',
    details: ['references'],
  },
  PERIOD_CLOSED: {
    status: 400,
    message: 'The date is invalid: the books of that period are closed.',
    action:
      'Date the document after `details.closedThrough`, or ask the bookkeeper to reopen the period. ' +
      'Drafts, quotes and estimates may have any date; see [Invoice ' +
      'lifecycle](/docs/guides/invoice-lifecycle#closed-periods).',
    details: ['closedThrough'],
  },
});
