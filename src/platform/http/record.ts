import { z } from 'zod';
import { answered } from './fields.ts';

/**
 * The two names of a record's identity, which every answer has (reference 1.1).
 *
 * @param record what it is, as in "The customer’s UUID."
 */
export function identitySchema(record: string) {
  return {
    id: answered.uuid().describe(`The ${record}’s UUID.`),
    uuid: answered.uuid().describe('The same as `id`.'),
  };
}

/** A record's identity under both names. */
export function identityOf(id: string) {
  return { id, uuid: id };
}

/** When a record was made and last changed. */
export function timestampsSchema() {
  return {
    createdAt: answered.instant().describe('When it was created.'),
    updatedAt: answered.instant().describe('When it was last changed.'),
  };
}

/** When a record was made and last changed, as answers have it: ISO 8601 in UTC. */
export function timestampsOf({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) {
  return { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/**
 * The schema of what answers a deletion: which record is gone (reference 1.1).
 *
 * @param record what it is, as in "The customer’s UUID."
 */
export function deletedSchema(record: string) {
  return z.object({
    ...identitySchema(record),
    deleted: z.literal(true).describe(`The ${record} is deleted: no list and no look-up finds it any more.`),
  });
}

/** What answers a deletion. */
export function deletedAnswer(id: string) {
  return { ...identityOf(id), deleted: true as const };
}
