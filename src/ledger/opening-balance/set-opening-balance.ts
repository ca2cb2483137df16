import { ApiError, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint } from '../../platform/http/endpoint.ts';
import { formatMinorUnits } from '../money/index.ts';
import { findOutsidePeriod } from '../workspaces/open-period.ts';
import { lockBooks } from '../workspaces/settings/workspace.store.ts';
import { type ComposedOpening, composeOpeningBalance } from './compose-opening-balance.ts';
import { describeOpening } from './get-opening-balance.ts';
import { OPENING_BALANCE_EXAMPLE, SET_OPENING_BALANCE_EXAMPLE } from './opening-balance.examples.ts';
import {
  type OpeningBalance,
  openingBalanceSchema,
  type SetOpeningBalanceBody,
  setOpeningBalanceBody,
} from './opening-balance.schema.ts';
import {
  loadOpening,
  loadOpeningAccounts,
  type OpeningBooks,
  readDrawnReceivables,
  readOpeningBooks,
} from './opening-balance.store.ts';
import { postOpening } from './post-opening.ts';

export const setOpeningBalance = defineEndpoint({
  method: 'POST',
  path: '/partners/opening-balance',
  operationId: 'setOpeningBalance',
  tag: 'Opening Balance',
  summary: 'Set Opening Balance',
  description: `Posts the balances with which the books begin: one entry at the cutover date. With \`replaceExisting\` the
entry that stands is reversed and this one takes its place, both in one transaction.

A row of accounts receivable or payable is one open item of nobody. Invoices from before the cutover take their part of it
as they are approved, whichever comes first, and never more in sum than it holds.`,
  access: 'partner',
  body: setOpeningBalanceBody,
  status: 201,
  message: 'Opening balance published successfully.',
  data: openingBalanceSchema,
  errors: [
    'CUTOVER_DATE_MISSING',
    'ONBOARDING_FINISHED',
    'OPENING_BALANCE_UNBALANCED',
    'OPENING_BALANCE_EXISTS',
    'OPENING_RECEIVABLES_EXCEEDED',
    'ACCOUNT_NOT_FOUND',
    'ACCOUNT_INACTIVE',
    'ACCOUNT_MERGED',
    'NOT_AVAILABLE',
    'PERIOD_CLOSED',
  ],
  examples: { body: SET_OPENING_BALANCE_EXAMPLE, data: OPENING_BALANCE_EXAMPLE },
  handle({ body, caller, raw, change }) {
    return change((transaction) => replaceOpening(transaction, body, caller, raw.id));
  },
});

async function replaceOpening(
  transaction: Transaction,
  { rows, replaceExisting }: SetOpeningBalanceBody,
  caller: Caller,
  requestId: string,
): Promise<DoneChange<OpeningBalance>> {
  await lockBooks(transaction);
  const books = await readOpeningBooks(transaction);
  refuseUnlessOpen(books);
  const accounts = await loadOpeningAccounts(
    transaction,
    rows.map(({ accountUuid }) => accountUuid),
  );
  const composed = composeOpeningBalance(rows, books, accounts);
  if ('errors' in composed) throw invalidFields([...composed.errors]);
  const { version, live } = await loadOpening(transaction);
  if (live && replaceExisting !== true) throw new ApiError('OPENING_BALANCE_EXISTS');
  const errors = await findOverdrawn(transaction, books, composed);
  if (errors.length > 0) throw invalidFields(errors);
  const { entryId, entries } = postOpening({ workspaceId: caller.workspaceId, version, live }, composed, {
    effective: books.cutoverDate!,
    actor: caller.personId,
    app: caller.app.id,
    requestId,
  });
  const data = describeOpening(books, { entryId, lines: composed.lines }, accounts);
  const action = live ? 'replaced' : 'published';
  return {
    data,
    records: [{ entity: 'opening_balance', entityId: caller.workspaceId, action, document: data }],
    posting: { settlement: { entries } },
  };
}

/** What invoices have taken of the opening receivables already must be there (ledger.md 6). */
async function findOverdrawn(
  transaction: Transaction,
  { receivableAccountId, currency }: OpeningBooks,
  { lines }: ComposedOpening,
): Promise<FieldError[]> {
  const put = lines.find(({ openItemId }) => openItemId === receivableAccountId)?.baseAmount ?? 0n;
  const taken = await readDrawnReceivables(transaction, receivableAccountId);
  if (taken <= 0n || taken <= put) return [];
  const [amount, left] = [formatMinorUnits(taken, currency), formatMinorUnits(put, currency)];
  const predicate =
    `must be balances with accounts receivable of at least ${amount} ${currency}, which invoices from before the cutover have taken: ` +
    `they have ${left}; void some of these invoices, or enter credit memos from before the cutover, first`;
  return [fieldError('rows', 'OPENING_RECEIVABLES_EXCEEDED', predicate, { details: { amount, left } })];
}

function refuseUnlessOpen(books: OpeningBooks): void {
  if (!books.isOnboarding) throw new ApiError('ONBOARDING_FINISHED');
  const errors: FieldError[] =
    books.cutoverDate === null
      ? [
          fieldError(
            'cutoverDate',
            'CUTOVER_DATE_MISSING',
            'is required: the books must have a day on which they begin',
          ),
        ]
      : findOutsidePeriod(books.cutoverDate, books, 'reopen the period of the cutover date first');
  if (errors.length > 0) throw invalidFields(errors);
}
