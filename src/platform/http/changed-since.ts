import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { addition, report } from './fields.ts';

/** The field by which a caller says which state of a record was looked at. */
export const readWhen = () =>
  z
    .string()
    .superRefine((value, context) => {
      if (Number.isNaN(Date.parse(value)))
        report(context, 'INVALID_DATE', 'must be an instant, as answers tell it');
    })
    .nullish()
    .describe('The `updatedAt` of what was looked at: refused where it was changed since.')
    .meta({ format: 'date-time', ...addition() });

/**
 * Refuses where a record is not what the caller looked at.
 *
 * @param looked what the caller says; null or undefined: nothing
 * @param updatedAt of the record as it stands, locked
 * @throws ApiError CHANGED_SINCE
 */
export function refuseChangedSince(looked: string | null | undefined, updatedAt: string): void {
  if (looked == null || Date.parse(looked) === Date.parse(updatedAt)) return;
  throw new ApiError('CHANGED_SINCE', { details: { updatedAt } });
}
