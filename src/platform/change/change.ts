import type { Transaction } from '../database/transaction.ts';
import type { Changes } from './changes-between.ts';

/** One record that a change wrote: what the audit log and the event say of it. */
export interface ChangedRecord {
  /** `invoice`, `customer`, ...: names the event (`invoice.created`) and the audit row. */
  readonly entity: string;
  readonly entityId: string;
  /** `created`, `updated`, `deleted`, `approved`, ... */
  readonly action: string;
  /** The event's type where it is not `<entity>.<action>`: approving an invoice is an `invoice.updated`. */
  readonly event?: string;
  /** The record as it now stands, in the API's words. */
  readonly document: object;
  /** For updates. */
  readonly changes?: Changes;
}

/** What a piece of work has done, before it is committed. */
export interface DoneChange<T extends object> {
  /** What is answered as `data`. */
  readonly data: T;
  /** Fields of the answer beside the record's own, which its event does not have. */
  readonly beside?: object;
  readonly records: readonly ChangedRecord[];
  /** A document for `post_document`: its tables' rows by key, amounts as text. Its trail is added by commitChange. */
  readonly posting?: Posting;
}

export interface Posting {
  readonly number?: { readonly series: string; readonly placeholder: string };
  readonly entry?: object;
  readonly [part: string]: unknown;
}

export interface ChangeOptions {
  /** Statements for the transaction's first flight; their results are on `Transaction.opening`. */
  readonly opening?: readonly string[];
  /** What the opening statements would answer, where that is known. */
  readonly known?: KnownOpening | undefined;
  /** Does everything and keeps nothing. */
  readonly dryRun?: boolean;
}

/** What the opening statements answered before, and by what `post_known_document` tells that they would do so again. */
export interface KnownOpening {
  /** The transaction that had last changed anything of it. */
  readonly version: string;
  /** The workspace's today. */
  readonly today: string;
  /** The row that each opening statement would answer. */
  readonly rows: readonly object[];
}

export interface CommittedChange<T extends object> {
  readonly data: T;
  readonly message?: string;
  /** Answered from an earlier request with the same Idempotency-Key. */
  readonly replayed?: boolean;
}

/** Whose change it is, for the audit log, and under which key it may be repeated. */
export interface ChangeContext {
  readonly workspaceId: string;
  readonly personId: string | null;
  readonly partnerAppId: string | null;
  readonly requestId: string;
  readonly remoteAddress: string | null;
  /** By which door somebody came who is neither a person nor an app of the workspace. */
  readonly via?: 'public_link';
  readonly idempotency?: { readonly key: string; readonly requestHash: string };
  readonly statusCode: number;
  readonly message: string;
  /** Fields that stand beside the record's own in the answer, such as warnings. */
  readonly extra?: object;
}

/** What is left of changed records: their audit rows and events, as `post_document` and `record_change` take them. */
export type TrailOf = (records: readonly ChangedRecord[]) => object;

/** What happens between the beginning of a change's transaction and its commit. */
export type Work<T extends object> = (transaction: Transaction, trailOf: TrailOf) => Promise<DoneChange<T>>;
