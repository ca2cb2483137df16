export { defineMerge, type WantedMerge } from './define-merge.ts';
export { mergedFields } from './merge.schema.ts';
export { mergedAlready, mergedField, refuseDeletionOfMerged } from './merged-errors.ts';
export { type MergedKind, selectAliases, type Telling, toldId, withAliases } from './merged-ids.ts';
