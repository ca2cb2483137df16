import { fieldError, invalidFields } from '../../errors.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';

/** Says of a write that the database refused whether another tag has the name. */
export function refuseTakenName(error: unknown): never {
  if (!isUniqueViolation(error, 'tag_name_unique')) throw error;
  throw invalidFields([fieldError('name', 'DUPLICATE_NAME', 'must be unique: another tag has it')]);
}
