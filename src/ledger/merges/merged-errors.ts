import { ApiError, type ErrorCode, type FieldError, fieldError } from '../../errors.ts';
import type { MergeableRecord } from './merge.schema.ts';
import type { MergedKind } from './merged-ids.ts';

/** The code of a record that is merged into another, by what it is. */
export const MERGED_CODES = {
  customer: 'CUSTOMER_MERGED',
  vendor: 'VENDOR_MERGED',
  account: 'ACCOUNT_MERGED',
} as const satisfies Record<MergedKind, ErrorCode>;

/** The error of a field that names a record that is merged into another: it names that one. */
export function mergedField(
  kind: MergedKind,
  field: string,
  { id, mergedIntoId }: { readonly id: string; readonly mergedIntoId: string },
): FieldError {
  const article = kind === 'account' ? 'an' : 'a';
  const predicate = `must be ${article} ${kind} that is not merged into another: this one is merged into ${mergedIntoId}`;
  return fieldError(field, MERGED_CODES[kind], predicate, {
    uuid: id,
    details: { mergedIntoUuid: mergedIntoId },
  });
}

/** The error of a record that is merged into another, and so stays as it is. */
export function mergedAlready(kind: MergedKind, mergedIntoUuid: string): ApiError {
  const message = `The ${kind} is merged into ${mergedIntoUuid} and must be told apart first: until then it stays as it is.`;
  return new ApiError(MERGED_CODES[kind], { message, details: { mergedIntoUuid } });
}

/** Throws where a record is merged into another, or others are merged into it: neither may be deleted. */
export function refuseDeletionOfMerged(kind: MergedKind, record: MergeableRecord): void {
  if (record.mergedIntoUuid !== null) throw mergedAlready(kind, record.mergedIntoUuid);
  if (record.mergedUuids.length === 0) return;
  const message = `The ${kind} must be left in place while others are merged into it: tell ${record.mergedUuids.join(', ')} apart first.`;
  throw new ApiError('HAS_MERGED_RECORDS', { message });
}
