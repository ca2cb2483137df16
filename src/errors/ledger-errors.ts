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
  ACCOUNT_INACTIVE: {
    status: 400,
    message: 'The account must be active.',
    action:
      'Choose an active account from [List Accounts](/docs/chart-of-accounts/list-accounts), or set the ' +
      '`status` of this one to `active` with [Update ' +
      'Account](/docs/chart-of-accounts/update-account). `details.references` names each.',
    details: ['references'],
  },
  ACCOUNT_SUB_TYPE_NOT_FOUND: {
    status: 404,
    message: 'Account sub type not found.',
    action:
      'Read [List Account Sub-Types](/docs/chart-of-accounts/list-account-sub-types) and send the `id` of ' +
      'a row as `subTypeId`. The ids are the same in every workspace.',
  },
  ACCOUNT_NOT_DELETABLE: {
    status: 400,
    message: 'The account must be unused to be deleted.',
    action:
      '`details.deleteBlockedReason` says what stands in the way. Set the account’s `status` to ' +
      '`inactive` with [Update Account](/docs/chart-of-accounts/update-account) instead; accounts that ' +
      'the server itself posts to (`NOT_EDITABLE`) stay active.',
    details: ['deleteBlockedReason'],
  },
  PROTECTED_ACCOUNT_FIELD: {
    status: 403,
    message: 'This field of the account is protected: the server itself posts to the account.',
    action:
      'Of accounts with `editable: false` only `description`, `color` and `accountNumber` may change, ' +
      'and the `name` of those where money lies. `errors` names the fields to leave out.',
  },
  EXCHANGE_RATE_NOT_FOUND: {
    status: 404,
    message: 'No such exchange rate in this workspace.',
    action:
      'Read [List Exchange Rates](/docs/exchange-rates/list-exchange-rates) and use the `uuid` of a rate. A rate that ' +
      'another took the place of keeps its `uuid`.',
  },
  EXCHANGE_RATE_REQUIRED: {
    status: 400,
    message: 'An exchange rate is required: none holds on that date.',
    action:
      'Send `exchangeRate`, units of the workspace’s currency per unit of the other, or put the rate that holds on the ' +
      'date into the table with [Set Exchange Rate](/docs/exchange-rates/set-exchange-rate). `details` has the currency and ' +
      'the date; see [Foreign currency](/docs/guides/foreign-currency).',
    details: ['currency', 'date'],
  },
  JOURNAL_ENTRY_NOT_FOUND: {
    status: 404,
    message: 'No such journal entry in this workspace.',
    action:
      'Read [List Journal Entries](/docs/journal-entries/list-journal-entries) and use the `uuid` of one.',
  },
  RECURRING_JOURNAL_TEMPLATE_NOT_FOUND: {
    status: 404,
    message: 'No such recurring journal entry template in this workspace.',
    action:
      'Read [List Recurring Journal Entry ' +
      'Templates](/docs/recurring-journal-entries/list-recurring-journal-entry-templates) with `isDraft=all`, and use ' +
      'the `uuid` of a template.',
  },
  JOURNAL_ENTRY_UNBALANCED: {
    status: 400,
    message: 'The entry is invalid: its debits and credits must be equal in sum.',
    action: '`details` has both sums and the difference, in the workspace’s currency. Nothing was posted.',
    details: ['debits', 'credits', 'difference'],
  },
  JOURNAL_ENTRY_READ_ONLY: {
    status: 400,
    message: 'The request is invalid here: the entry must be one that was written by hand.',
    action:
      'Entries that a document posted follow that document: change, void or undo it instead. `details` names it.',
    details: ['source', 'sourceUuid'],
  },
  JOURNAL_ENTRY_POSTED: {
    status: 400,
    message:
      'The request is invalid here: the entry must be one that waits to be approved, and it is posted.',
    action:
      'Read [List Journal Entries](/docs/journal-entries/list-journal-entries) with `status=draft`, and use the `uuid` of one.',
  },
  JOURNAL_ENTRY_CHANGE_WAITS: {
    status: 409,
    message: 'A change or deletion of this entry waits to be approved already.',
    action:
      'Approve it, change it, or delete it: `details.draftUuid` is its id, by which each of these calls takes it. The ' +
      'entry itself can be changed afterwards.',
    details: ['draftUuid'],
  },
  ROLE_REQUIRED: {
    status: 403,
    message: 'This is for people with another role in the workspace.',
    action:
      'Closing and reopening the books, `fourEyesLimit`, `retentionYears` and taking back the filing of a tax return are for ' +
      'people whose role is `owner`: let one of them sign in to your app, or leave the field out. Deleted attachments are ' +
      'shown to owners and auditors.',
  },
  SECOND_PERSON_NEEDED: {
    status: 403,
    message: 'From the four-eyes limit of the workspace on, a second person is needed.',
    action:
      'Have somebody else do it, signed in as themselves: nobody approves what they wrote or changed. What is new is kept ' +
      'with `isDraft` set to `true`, and the other person approves it as it is. `details` has the limit, the amount in the ' +
      'workspace’s currency, of refunds and write-offs all of one document, and whom it keeps out; see [A second ' +
      'person](/docs/guides/closing-the-books#a-second-person).',
    details: ['limit', 'amount', 'writtenBy'],
  },
  CHANGED_SINCE: {
    status: 409,
    message: 'It was changed since it was read.',
    action: 'Read it again, look at it as it now is, and send its `updatedAt`.',
    details: ['updatedAt'],
  },
  CUTOVER_DATE_FIXED: {
    status: 400,
    message: 'The cutover date is invalid: journal entries are posted already.',
    action:
      'Choose an earlier date, or keep the one that [Get Workspace](/docs/workspace/get-workspace) tells. It moves to a ' +
      'later day only while nothing is posted; `details.entryCount` counts what is.',
    details: ['entryCount'],
  },
  BEFORE_CUTOVER: {
    status: 400,
    message: 'The date is invalid: the books begin later.',
    action:
      'Date it on or after `details.cutoverDate`. Only invoices and credit memos may be older: they take their part of the ' +
      'opening balance; see [Opening balances](/docs/guides/closing-the-books#opening-balances).',
    details: ['cutoverDate'],
  },
  CUTOVER_DATE_MISSING: {
    status: 400,
    message: 'Opening balances are invalid without a cutover date.',
    action:
      'Say on which day the books begin: `cutoverDate` of [Update Workspace](/docs/workspace/update-workspace).',
  },
  OPENING_BALANCE_UNBALANCED: {
    status: 400,
    message: 'The opening balances are invalid: debits and credits must be equal in sum.',
    action: 'Compare `details.debits` and `details.credits` with the trial balance that you bring over.',
    details: ['debits', 'credits', 'difference'],
  },
  OPENING_BALANCE_EXISTS: {
    status: 409,
    message: 'Opening balances are posted already.',
    action: 'Send `replaceExisting: true` to reverse them and post these instead.',
  },
  OPENING_RECEIVABLES_EXCEEDED: {
    status: 400,
    message:
      'The opening receivables are invalid: documents from before the cutover would take more than they hold.',
    action:
      '`details.amount` is what would be taken, `details.left` what there is, in the workspace’s currency. Replace the opening ' +
      'balance by one whose accounts receivable hold all of these invoices, or enter credit memos from before the cutover ' +
      'first; see [Documents from before the ' +
      'cutover](/docs/guides/closing-the-books#documents-from-before-the-cutover).',
    details: ['amount', 'left'],
  },
  ONBOARDING_FINISHED: {
    status: 400,
    message: 'Opening balances are invalid here: the onboarding of the workspace is finished.',
    action:
      'Correct balances by a [journal entry](/docs/journal-entries/create-journal-entry), or have an owner set ' +
      '`isOnboarding` back to true by [Update Workspace](/docs/workspace/update-workspace).',
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
