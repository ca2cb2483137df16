import { z } from 'zod';
import { ApiError, type ErrorCode, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { ChangedRecord, DoneChange } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint, type Endpoint, type RawRequest } from '../../platform/http/endpoint.ts';
import { idParams, queryBoolean } from '../../platform/http/fields.ts';
import { type MergeableRecord, mergeBody, unmergeBody } from './merge.schema.ts';
import { MERGED_CODES, mergedAlready, mergedField } from './merged-errors.ts';
import type { MergedKind } from './merged-ids.ts';
import {
  lockMerges,
  type MergeAuthor,
  type MergeBooks,
  storeMerge,
  storeUnmerge,
} from './record-merge.store.ts';

/** Two records that are to be one, and what else decides whether they may. */
export interface WantedMerge<Merged> {
  readonly from: Merged;
  readonly into: Merged;
  readonly books: MergeBooks;
  readonly reason: string | null;
}

/** How records of one kind are merged and told apart. */
export interface MergeDeclaration<Merged extends MergeableRecord> {
  readonly kind: MergedKind;
  /** `/partners/customers/{id}`. */
  readonly path: `/${string}`;
  readonly tag: string;
  /** `Customer`: what the operations are called after. */
  readonly operation: string;
  readonly record: z.ZodObject;
  readonly notFound: ErrorCode;
  /** What is special about this kind, for its two pages. */
  readonly description: { readonly merge: string; readonly unmerge: string };
  readonly errors: { readonly merge: readonly ErrorCode[]; readonly unmerge: readonly ErrorCode[] };
  readonly example: {
    readonly intoUuid: string;
    readonly reason?: string;
    readonly merged: Merged;
    readonly unmerged: Merged;
  };
  /** Locks records against other changes of theirs. */
  lock(transaction: Transaction, workspaceId: string, ids: readonly string[]): Promise<void>;
  find(
    transaction: Transaction,
    workspaceId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Merged>>;
  /** Every rule of this kind that a merge breaks. */
  findUnfit(transaction: Transaction, wanted: WantedMerge<Merged>): Promise<readonly FieldError[]>;
  /**
   * Throws where records cannot be told apart, once they are.
   *
   * @param ids of the record and what is told under it
   */
  refuseUnmerge(transaction: Transaction, wanted: WantedMerge<Merged>, ids: readonly string[]): Promise<void>;
  /** What the API says where the database refuses to tell a record apart. */
  toRefusal?(error: unknown): ApiError | undefined;
}

const dryRunQuery = z.object({
  dryRun: queryBoolean().optional().describe('Checks and does everything and keeps nothing.'),
});

const answerOf = (record: z.ZodObject) =>
  record.extend({
    dryRun: z.literal(true).optional().describe('Only on a dry run: nothing was kept.'),
  });

const WHAT_IS_KEPT =
  'Nothing that was posted or written is touched: documents, journal lines, open items and seals go on naming what they ' +
  'named, and whoever reads is told both as one.';

/** Makes the two endpoints that merge records of a kind and tell them apart again. */
export function defineMerge<Merged extends MergeableRecord>(
  declaration: MergeDeclaration<Merged>,
): readonly Endpoint[] {
  const { kind, path, tag, operation, record, notFound, description, errors, example } = declaration;
  const why = example.reason === undefined ? {} : { reason: example.reason };
  const shared = {
    method: 'POST',
    tag,
    access: 'partner',
    params: idParams('id', `The UUID of the ${kind} that is merged.`),
    query: dryRunQuery,
    status: 200,
    data: answerOf(record),
    notFound,
  } as const;
  const merge = defineEndpoint({
    ...shared,
    path: `${path}/merge`,
    operationId: `merge${operation}`,
    summary: `Merge ${operation}`,
    description: `Merges this ${kind} into another: from then on it is told under that one, in every report, list, statement
and filter. ${WHAT_IS_KEPT} No new document may name it, and it stays as it is until it is
told apart again. What was merged into it follows. ${description.merge}`,
    body: mergeBody(kind),
    message: `${operation} merged successfully.`,
    errors: [MERGED_CODES[kind], 'CANNOT_MERGE', ...errors.merge],
    examples: { body: { intoUuid: example.intoUuid, ...why }, data: example.merged },
    handle({ params, query, body, caller, raw, change }) {
      const author = authorOf(caller, raw, body.reason);
      return change(
        (transaction) => mergeRecords(transaction, declaration, params.id, body.intoUuid, author),
        { dryRun: query.dryRun ?? false },
      );
    },
  });
  const unmerge = defineEndpoint({
    ...shared,
    path: `${path}/unmerge`,
    operationId: `unmerge${operation}`,
    summary: `Unmerge ${operation}`,
    description: `Undoes a merge: the ${kind} is told by itself again, with all that is its own, and what had been merged
into it under it. Reports are again what they were before. ${description.unmerge}`,
    body: unmergeBody,
    message: `${operation} unmerged successfully.`,
    errors: ['NOT_MERGED', ...errors.unmerge],
    examples: { body: why, data: example.unmerged },
    handle({ params, query, body, caller, raw, change }) {
      const author = authorOf(caller, raw, body.reason);
      return change((transaction) => unmergeRecords(transaction, declaration, params.id, author), {
        dryRun: query.dryRun ?? false,
      });
    },
  });
  return [merge, unmerge];
}

function authorOf(caller: Caller, raw: RawRequest, reason: string | null | undefined): MergeAuthor {
  const said = reason?.trim() ? reason : null;
  return { personId: caller.personId, partnerAppId: caller.app.id, requestId: raw.id, reason: said };
}

async function mergeRecords<Merged extends MergeableRecord>(
  transaction: Transaction,
  declaration: MergeDeclaration<Merged>,
  id: string,
  intoId: string,
  author: MergeAuthor,
): Promise<DoneChange<Merged>> {
  const { kind, notFound } = declaration;
  const workspaceId = transaction.workspaceId!;
  const books = await lockMerges(transaction, author);
  await declaration.lock(transaction, workspaceId, [id, intoId]);
  const found = await declaration.find(transaction, workspaceId, [id, intoId]);
  const from = found.get(id);
  if (!from) throw new ApiError(notFound);
  if (from.mergedIntoUuid !== null) throw mergedAlready(kind, from.mergedIntoUuid);
  const into = found.get(intoId);
  const errors = findUnfitTarget(declaration, id, intoId, into);
  if (errors.length > 0) throw invalidFields(errors);
  const unfit = await declaration.findUnfit(transaction, { from, into: into!, books, reason: author.reason });
  if (unfit.length > 0) throw invalidFields(unfit);
  const before = await declaration.find(transaction, workspaceId, [id, intoId, ...from.mergedUuids]);
  await storeMerge(transaction, kind, { id, intoId }, author);
  return tellMerge(transaction, declaration, id, before, 'merged');
}

/** Why nothing can be merged into what a body names. */
function findUnfitTarget<Merged extends MergeableRecord>(
  { kind, notFound }: MergeDeclaration<Merged>,
  id: string,
  intoId: string,
  into: Merged | undefined,
): FieldError[] {
  const field = 'intoUuid';
  if (intoId === id) {
    return [fieldError(field, 'CANNOT_MERGE', `must be another ${kind}`, { uuid: id })];
  }
  if (!into) {
    const predicate = `must be the UUID of a ${kind} of this workspace: ${intoId} is unknown`;
    return [fieldError(field, notFound, predicate, { uuid: intoId })];
  }
  const { mergedIntoUuid } = into;
  return mergedIntoUuid === null
    ? []
    : [mergedField(kind, field, { id: intoId, mergedIntoId: mergedIntoUuid })];
}

async function unmergeRecords<Merged extends MergeableRecord>(
  transaction: Transaction,
  declaration: MergeDeclaration<Merged>,
  id: string,
  author: MergeAuthor,
): Promise<DoneChange<Merged>> {
  const { kind, notFound } = declaration;
  const workspaceId = transaction.workspaceId!;
  const books = await lockMerges(transaction, author);
  const [named] = (await declaration.find(transaction, workspaceId, [id])).values();
  if (!named) throw new ApiError(notFound);
  const intoId = named.mergedIntoUuid;
  if (intoId === null)
    throw new ApiError('NOT_MERGED', {
      message: `The ${kind} must be merged into another to be told apart from it.`,
    });
  await declaration.lock(transaction, workspaceId, [id, intoId]);
  const into = (await declaration.find(transaction, workspaceId, [intoId])).get(intoId)!;
  const family = [id, intoId, ...into.mergedUuids.filter((one) => one !== id)];
  const before = await declaration.find(transaction, workspaceId, family);
  const ids = await storeUnmerge(transaction, kind, { id, intoId }, author).catch((error: unknown) => {
    throw declaration.toRefusal?.(error) ?? error;
  });
  const wanted = { from: before.get(id)!, into, books, reason: author.reason };
  await declaration.refuseUnmerge(transaction, wanted, ids);
  return tellMerge(transaction, declaration, id, before, 'unmerged');
}

/** Answers a record, and tells of each that another is told under, or that is told under another, than before. */
async function tellMerge<Merged extends MergeableRecord>(
  transaction: Transaction,
  { kind, find }: MergeDeclaration<Merged>,
  id: string,
  before: ReadonlyMap<string, Merged>,
  action: 'merged' | 'unmerged',
): Promise<DoneChange<Merged>> {
  const after = await find(transaction, transaction.workspaceId!, [...before.keys()]);
  const told = ({ mergedIntoUuid, mergedUuids }: Merged) => ({ mergedIntoUuid, mergedUuids });
  const records = [...before].flatMap(([entityId, was]): ChangedRecord[] => {
    const document = after.get(entityId)!;
    const changes = changesBetween(told(was), told(document));
    if (Object.keys(changes).length === 0) return [];
    return [{ entity: kind, entityId, action, event: `${kind}.updated`, document, changes }];
  });
  return { data: after.get(id)!, records };
}
