import { ApiError, invalidFields } from '../../errors.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { numberTakenError } from './draft-invoice.ts';

const TRIES = 3;

/**
 * Writes a document whose number may be taken by another in the same moment: tried again where the number was ours to
 * choose.
 *
 * @param given the number that the client gave; without one the workspace allots it
 * @throws ApiError DUPLICATE_INVOICE_NUMBER where a given number is taken
 */
export async function withFreeNumber<T>(
  given: string | null | undefined,
  write: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isUniqueViolation(error, 'invoice_number_unique')) throw error;
      if (given) throw invalidFields([numberTakenError(given)]);
      if (attempt === TRIES) throw new ApiError('SERVICE_UNAVAILABLE', { cause: error });
    }
  }
}
