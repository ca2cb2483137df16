import { type FieldError, fieldError } from '../../errors.ts';
import { addDays, daysBetween } from '../../platform/dates.ts';
import type { ReturnPeriod } from './tax-returns.store.ts';

/** A period as a body names it, where it does. */
export type WantedPeriod = {
  readonly [Field in keyof ReturnPeriod]?: ReturnPeriod[Field] | null | undefined;
};

const isFirstOfMonth = (day: string) => day.endsWith('-01');

function addMonths(day: string, months: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return moved.toISOString().slice(0, 10);
}

/** The period that follows another and is as long: as many months where it was of whole months, else as many days. */
export function periodAfter({ startDate, endDate, basis }: ReturnPeriod): ReturnPeriod {
  const start = addDays(endDate, 1);
  if (!isFirstOfMonth(startDate) || !isFirstOfMonth(start))
    return { startDate: start, endDate: addDays(start, daysBetween(startDate, endDate)), basis };
  const [from, to] = [new Date(`${startDate}T00:00:00Z`), new Date(`${start}T00:00:00Z`)];
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  const months = years * 12 + to.getUTCMonth() - from.getUTCMonth();
  return { startDate: start, endDate: addDays(addMonths(start, months), -1), basis };
}

/**
 * The period of a draft: what is wanted, and of what is not told that of `standard`.
 *
 * @param lastFiled the last return that is filed, which the draft has to follow
 * @param standard the period where nothing is told; its days are missing where there is none
 * @returns the period, or every fault of it
 */
export function settlePeriod(
  wanted: WantedPeriod,
  lastFiled: ReturnPeriod | undefined,
  standard: Partial<ReturnPeriod> & Pick<ReturnPeriod, 'basis'>,
): { readonly period?: ReturnPeriod; readonly errors: readonly FieldError[] } {
  const startDate = wanted.startDate ?? standard.startDate;
  const endDate = wanted.endDate ?? standard.endDate;
  const basis = wanted.basis ?? standard.basis;
  const missing = Object.entries({ startDate, endDate }).filter(([, day]) => day === undefined);
  const errors = missing.map(([field]) =>
    fieldError(field, 'REQUIRED', 'is required: no return is filed yet that it could follow'),
  );
  if (startDate !== undefined && endDate !== undefined && endDate < startDate)
    errors.push(fieldError('endDate', 'INVALID_DATE', `must be on or after ${startDate}, the first day`));
  if (lastFiled) errors.push(...findMisfits({ startDate, basis }, lastFiled));
  if (errors.length > 0 || startDate === undefined || endDate === undefined) return { errors };
  return { period: { startDate, endDate, basis }, errors };
}

/** In what a period does not follow the last one that is filed. */
function findMisfits(
  { startDate, basis }: { readonly startDate: string | undefined; readonly basis: string },
  lastFiled: ReturnPeriod,
): FieldError[] {
  const errors: FieldError[] = [];
  const filedThrough = lastFiled.endDate;
  const next = addDays(filedThrough, 1);
  const more = { details: { filedThrough } };
  if (startDate !== undefined && startDate < next) {
    const predicate = `must be ${next}: the return through ${filedThrough} is filed`;
    errors.push(fieldError('startDate', 'TAX_PERIOD_OVERLAPS', predicate, more));
  }
  if (startDate !== undefined && startDate > next) {
    const predicate = `must be ${next}: returns follow one another without a gap`;
    errors.push(fieldError('startDate', 'TAX_PERIOD_GAP', predicate, more));
  }
  if (basis !== lastFiled.basis) {
    const predicate = `must be ${lastFiled.basis}: so the returns before it are filed`;
    errors.push(fieldError('basis', 'TAX_BASIS_FIXED', predicate));
  }
  return errors;
}
