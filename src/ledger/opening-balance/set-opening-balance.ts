import { v7 as uuidv7 } from 'uuid';
import { ApiError, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint } from '../../platform/http/endpoint.ts';
import { toEntryRows } from '../posting/entry-rows.ts';
import { reverseEntry } from '../posting/reverse-entry.ts';
import { findOutsidePeriod } from '../workspaces/open-period.ts';
import { lockBooks } from '../workspaces/settings/workspace.store.ts';
import { composeOpeningBalance } from './compose-opening-balance.ts';
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
  OPENING_SOURCE,
  type OpeningBooks,
  readOpeningBooks,
} from './opening-balance.store.ts';

export const setOpeningBalance = defineEndpoint({
  method: 'POST',
  path: '/partners/opening-balance',
  operationId: 'setOpeningBalance',
  tag: 'Opening Balance',
  summary: 'Set Opening Balance',
  description: `Posts the balances with which the books begin: one entry at the cutover date. With \`replaceExisting\` the
entry that stands is reversed and this one takes its place, both in one transaction.

A row of accounts receivable or payable is one open item of nobody. Invoices from before the cutover take their part of it
as they are approved, whichever comes first.`,
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
  const effective = books.cutoverDate!;
  const signature = { actor: caller.personId, app: caller.app.id, requestId };
  const entryId = uuidv7();
  const header = { entryId, effective, source: OPENING_SOURCE, sourceId: caller.workspaceId } as const;
  const posted = toEntryRows(
    { ...header, sourceVersion: version + 1, kind: 'opening', description: 'Opening balances', ...signature },
    composed.lines,
    undefined,
    composed.openingItems,
  );
  // The cutover may have been moved back since: what is taken back keeps its day.
  const undone = live ? [reverseEntry(live, { effective: live.effective, ...signature })] : [];
  const data = describeOpening(books, { entryId, lines: composed.lines }, accounts);
  const action = live ? 'replaced' : 'published';
  return {
    data,
    records: [{ entity: 'opening_balance', entityId: caller.workspaceId, action, document: data }],
    posting: { settlement: { entries: [...undone, posted] } },
  };
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
