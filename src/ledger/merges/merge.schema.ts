import { z } from 'zod';
import { addition, answered, text, uuid } from '../../platform/http/fields.ts';

/**
 * The fields of a record that can be merged.
 *
 * @param thing what it is, as in "The customer into which this one is merged."
 */
export function mergedFields(thing: string) {
  return {
    mergedIntoUuid: answered
      .uuid()
      .nullable()
      .describe(`The ${thing} into which this one is merged, and under which it is told; null for most.`)
      .meta(addition()),
    mergedUuids: z
      .array(answered.uuid())
      .describe(`The ${thing}s that are merged into this one, and told under it.`)
      .meta(addition()),
  };
}

/** A record that can be merged. */
export interface MergeableRecord {
  readonly uuid: string;
  readonly mergedIntoUuid: string | null;
  readonly mergedUuids: readonly string[];
}

const reason = () =>
  text(1000)
    .nullish()
    .describe('Why; it is kept in the history of merges. Accounts of closed books need one.');

/** The body that merges. */
export const mergeBody = (thing: string) =>
  z.object({
    intoUuid: uuid().describe(`The ${thing} that stays: this one is told under it from now on.`),
    reason: reason(),
  });

/** The body that undoes a merge. */
export const unmergeBody = z.object({ reason: reason() });
