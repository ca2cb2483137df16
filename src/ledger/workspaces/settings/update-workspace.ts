import type { z } from 'zod';
import { ApiError, type FieldError, fieldError, invalidFields } from '../../../errors.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import { changesBetween } from '../../../platform/change/changes-between.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { toAddress } from '../../../platform/http/address.ts';
import { type Caller, defineEndpoint } from '../../../platform/http/endpoint.ts';
import { lockTestClock, scheduleAll } from '../../../platform/recurrence/make-due-runs.ts';
import { formatMinorUnits, toExactMinorUnits, toMinorUnits } from '../../money/index.ts';
import { findUnfitAmount } from '../../money/unfit-amount.ts';
import { closeBooks, isOwner } from '../closing/closings.store.ts';
import type { HashReports } from '../closing/report-hash.ts';
import { readToday } from '../today.ts';
import { moveCutover, UNMOVED } from './move-cutover.ts';
import type { RepostDocuments } from './repost-documents.ts';
import { UPDATE_WORKSPACE_EXAMPLE, WORKSPACE_EXAMPLE } from './workspace.examples.ts';
import { updateWorkspaceBody, type WorkspaceSettings, workspaceSchema } from './workspace.schema.ts';
import {
  countEntries,
  hasOpeningBalance,
  lockBooks,
  readWorkspace,
  storeWorkspace,
} from './workspace.store.ts';

type Body = z.output<typeof updateWorkspaceBody>;

/** What only owners change. */
const GUARDED = ['bookClosedThroughDate', 'fourEyesLimit', 'retentionYears'] as const;
/** What only owners change while books are closed: it changes what reports say of closed days. */
const GUARDED_BY_CLOSE = ['fiscalYearStartMonth', 'cutoverDate'] as const;

/**
 * @param hashReports of what is closed
 * @param documents that are posted anew where the books begin earlier
 */
export const defineUpdateWorkspace = (hashReports: HashReports, documents: RepostDocuments) =>
  defineEndpoint({
    method: 'PATCH',
    path: '/partners/workspace',
    operationId: 'updateWorkspace',
    tag: 'Workspace',
    summary: 'Update Workspace',
    description: `Changes the settings that are given and leaves the others.

\`bookClosedThroughDate\` closes the books: once the answer is there, every entry of the closed period is sealed, and
nothing more is posted in it. Only owners close and reopen.

An earlier \`cutoverDate\` takes the opening balance along and posts [documents from before the
cutover](/docs/guides/closing-the-books#moving-the-cutover) anew, as if it had been the earlier day from the start. The documents stay what
they are. It is refused only where one of these postings is dated in a closed period.

From \`fourEyesLimit\` on [a second person](/docs/guides/closing-the-books#a-second-person) approves; for \`retentionYears\` the
[attachments of approved documents are kept](/docs/guides/attachments#how-long-they-are-kept). Only owners change these too, and
\`fiscalYearStartMonth\` and \`cutoverDate\` while books are closed.`,
    access: 'partner',
    body: updateWorkspaceBody,
    status: 200,
    message: 'Workspace updated successfully.',
    data: workspaceSchema,
    errors: ['CUTOVER_DATE_FIXED', 'PERIOD_CLOSED', 'ROLE_REQUIRED'],
    examples: { body: UPDATE_WORKSPACE_EXAMPLE, data: WORKSPACE_EXAMPLE },
    handle({ body, caller, raw, change }) {
      return change((transaction) =>
        update(transaction, body, { caller, requestId: raw.id, hashReports, documents }),
      );
    },
  });

interface Updating {
  readonly caller: Caller;
  readonly requestId: string;
  readonly hashReports: HashReports;
  readonly documents: RepostDocuments;
}

async function update(
  transaction: Transaction,
  body: Body,
  { caller, requestId, hashReports, documents }: Updating,
): Promise<DoneChange<WorkspaceSettings>> {
  if (Object.values(body).every((value) => value === undefined))
    throw invalidFields([
      fieldError('body', 'REQUIRED', 'must be an object with at least one field to change'),
    ]);
  const unlocked = await readWorkspace(transaction);
  if (body.cutoverDate !== undefined && movesEarlier(unlocked, body.cutoverDate))
    await documents.lock(transaction);
  if (body.timeZone !== undefined && body.timeZone !== unlocked.timeZone) await lockSchedules(transaction);
  await lockBooks(transaction);
  const before = await readWorkspace(transaction);
  const wanted = toWanted(before, body);
  const isMoved = wanted.bookClosedThroughDate !== before.bookClosedThroughDate;
  const cutover = movesEarlier(before, wanted.cutoverDate)
    ? await moveCutover(
        transaction,
        { effective: wanted.cutoverDate!, actor: caller.personId, app: caller.app.id, requestId },
        wanted.bookClosedThroughDate,
        documents,
      )
    : UNMOVED;
  const errors = [
    ...findUnfitLimit(body.fourEyesLimit, before.currency),
    ...(await checkCutover(transaction, before.cutoverDate, wanted.cutoverDate)),
    ...cutover.errors,
    ...(isMoved ? checkClosing(before, wanted, body.reason, await readToday(transaction)) : []),
  ];
  if (errors.length > 0) throw invalidFields(errors);
  if (Object.keys(changesBetween(before, wanted)).length === 0) return { data: before, records: [] };
  const guarded = before.bookClosedThroughDate === null ? GUARDED : [...GUARDED, ...GUARDED_BY_CLOSE];
  const isGuarded = guarded.some((field) => wanted[field] !== before[field]);
  if (isGuarded && !(await isOwner(transaction, caller.personId))) throw new ApiError('ROLE_REQUIRED');
  if (isMoved) {
    await closeBooks(transaction, hashReports, {
      through: wanted.bookClosedThroughDate,
      previous: before.bookClosedThroughDate,
      reason: body.reason?.trim() || null,
      personId: caller.personId,
      partnerAppId: caller.app.id,
      requestId,
    });
  }
  await storeWorkspace(transaction, wanted);
  if (wanted.timeZone !== before.timeZone) await scheduleAll(transaction);
  const data = await readWorkspace(transaction);
  const record = { entity: 'workspace', entityId: caller.workspaceId, action: 'updated', document: data };
  const changes = { ...changesBetween(before, data), ...cutover.changes };
  return {
    data,
    records: [{ ...record, changes }, ...cutover.records],
    ...(cutover.posting ? { posting: cutover.posting } : {}),
  };
}

/** Templates first, then the books, as who makes a run of one does; what is due when is written again in the other time zone. */
async function lockSchedules(transaction: Transaction): Promise<void> {
  await lockTestClock(transaction);
  await scheduleAll(transaction);
}

/** Whether books that have a beginning are to begin earlier. */
function movesEarlier({ cutoverDate }: WorkspaceSettings, wanted: string | null): boolean {
  return cutoverDate !== null && wanted !== null && wanted < cutoverDate;
}

/** What is given takes the place of what is there; only null clears. */
function toWanted(before: WorkspaceSettings, body: Body): WorkspaceSettings {
  const { address, reportType, accountingBasis = reportType, reason: _, fourEyesLimit, ...given } = body;
  const basis = accountingBasis ?? before.accountingBasis;
  const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...changed,
    accountingBasis: basis,
    reportType: basis,
    address: address === undefined ? before.address : toAddress(address),
    fourEyesLimit: toLimit(before, fourEyesLimit),
  };
}

function toLimit(
  { fourEyesLimit: before, currency }: WorkspaceSettings,
  given: Body['fourEyesLimit'],
): string | null {
  if (given === undefined) return before;
  return given === null ? null : formatMinorUnits(toMinorUnits(given, currency), currency);
}

/** A limit has no more decimals than the workspace's currency. */
function findUnfitLimit(given: Body['fourEyesLimit'], currency: string): FieldError[] {
  return given == null ? [] : findUnfitAmount('fourEyesLimit', toExactMinorUnits(given, currency), currency);
}

/** An earlier day is always good, a later one only while nothing is posted, the first one only without opening balances. */
async function checkCutover(
  transaction: Transaction,
  before: string | null,
  wanted: string | null,
): Promise<FieldError[]> {
  if (wanted === null || (before !== null && wanted <= before)) return [];
  if (before === null) {
    if (!(await hasOpeningBalance(transaction))) return [];
    const predicate = 'must be left out: opening balances are posted already';
    const details = { entryCount: await countEntries(transaction) };
    return [fieldError('cutoverDate', 'CUTOVER_DATE_FIXED', predicate, { details })];
  }
  const entryCount = await countEntries(transaction);
  if (entryCount === 0) return [];
  const entries = `${entryCount} journal ${entryCount === 1 ? 'entry is' : 'entries are'}`;
  const predicate = `must be on or before ${before}: ${entries} posted already`;
  return [fieldError('cutoverDate', 'CUTOVER_DATE_FIXED', predicate, { details: { entryCount } })];
}

function checkClosing(
  before: WorkspaceSettings,
  wanted: WorkspaceSettings,
  reason: string | null | undefined,
  today: string,
): FieldError[] {
  const [from, to] = [before.bookClosedThroughDate, wanted.bookClosedThroughDate];
  const errors: FieldError[] = [];
  if (to !== null && to > today)
    errors.push(
      fieldError('bookClosedThroughDate', 'INVALID_DATE', `must be on or before ${today}, which is today`),
    );
  const reopens = from !== null && (to === null || to < from);
  if (reopens && !reason?.trim())
    errors.push(fieldError('reason', 'REQUIRED', 'is required to reopen the books'));
  return errors;
}
