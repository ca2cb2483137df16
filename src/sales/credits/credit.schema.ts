import { date } from '../../platform/http/fields.ts';

/** The accounting date of applying a credit. */
export const applyingDate = () =>
  date()
    .nullish()
    .describe(
      'The accounting date; left out, today, or the date of one of the documents where that is later.',
    );

/** The accounting date of removing what is applied. */
export const removingDate = () =>
  date()
    .nullish()
    .describe('The accounting date, on or after that of the allocation, which it is when left out.');

/** What may be wrong when a credit is applied. */
export const APPLYING_ERRORS = [
  'INVALID_DOCUMENT_STATE',
  'DIFFERENT_CUSTOMER',
  'CURRENCY_MISMATCH',
  'AMOUNT_EXCEEDS_BALANCE',
  'PERIOD_CLOSED',
  'BEFORE_CUTOVER',
] as const;
