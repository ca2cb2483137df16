import { ATTACHMENT_ERRORS } from './errors/attachment-errors.ts';
import { AUTHENTICATION_ERRORS } from './errors/authentication-errors.ts';
import { E_INVOICE_ERRORS } from './errors/e-invoice-errors.ts';
import { LEDGER_ERRORS } from './errors/ledger-errors.ts';
import { MAIL_ERRORS } from './errors/mail-errors.ts';
import { MERGE_ERRORS } from './errors/merge-errors.ts';
import { PURCHASES_ERRORS } from './errors/purchases-errors.ts';
import type { ErrorDetails, RegisteredError } from './errors/registered-error.ts';
import { REQUEST_ERRORS } from './errors/request-errors.ts';
import { SALES_ERRORS } from './errors/sales-errors.ts';
import { TAX_RETURN_ERRORS } from './errors/tax-return-errors.ts';

export type { ErrorDetails };

/**
 * The one registry of errors: every code that an answer may carry, its status, its words and what to do about it.
 * The documentation pages, the OpenAPI file and the answers all read it. Codes of authentication are lower case, all
 * others UPPER_SNAKE (reference 3). Texts must stay clear of what clients censor; a test runs each through it.
 */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...AUTHENTICATION_ERRORS,
  ...LEDGER_ERRORS,
  ...SALES_ERRORS,
  ...PURCHASES_ERRORS,
  ...MERGE_ERRORS,
  ...MAIL_ERRORS,
  ...ATTACHMENT_ERRORS,
  ...E_INVOICE_ERRORS,
  ...TAX_RETURN_ERRORS,
};

export type ErrorCode = keyof typeof ERRORS;

/** What the registry holds of a code. */
export function findRegisteredError(code: ErrorCode): RegisteredError {
  return ERRORS[code];
}

/** Codes of single fields, beside the codes of the registry. */
export const FIELD_CODES = [
  'REQUIRED',
  'INVALID_TYPE',
  'INVALID_UUID',
  'INVALID_DATE',
  'INVALID_NUMBER',
  'INVALID_EMAIL',
  'TOO_SHORT',
  'TOO_LONG',
  'TOO_SMALL',
  'TOO_LARGE',
  'INVALID_ENUM',
  'INVALID_TEXT',
  'INVALID_VALUE',
] as const;
export type FieldCode = (typeof FIELD_CODES)[number] | ErrorCode;

/** One failing field: its path as a client writes it (`products[1].quantity`), a sentence that names it, a code. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly code: FieldCode;
  /** The record that the field names, where that is what is wrong with it; told in `details.references`. */
  readonly uuid?: string;
  /** More for `details`. */
  readonly details?: ErrorDetails;
}

/**
 * The error of one field, as a sentence that begins with its path.
 *
 * @param predicate the rest of the sentence, without the full stop: "must be an active customer"
 */
export function fieldError(
  field: string,
  code: FieldCode,
  predicate: string,
  more: Pick<FieldError, 'uuid' | 'details'> = {},
): FieldError {
  return { field, code, message: `${field} ${predicate}.`, ...more };
}

interface ApiErrorOptions {
  readonly message?: string;
  readonly details?: ErrorDetails;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** What a handler throws to answer with an error of the registry. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, options: ApiErrorOptions = {}) {
    super(options.message ?? ERRORS[code].message, { cause: options.cause });
    this.code = code;
    this.status = ERRORS[code].status;
    this.details = options.details;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

const LONGEST_MESSAGE = 1000;

/** One sentence per failing field, joined by a blank, at most 1,000 characters, then "and N more" (reference 3). */
function joinSentences(errors: readonly FieldError[]): string {
  let message = '';
  for (const [index, error] of errors.entries()) {
    const rest = ` and ${errors.length - index} more`;
    const longer = index === 0 ? error.message : `${message} ${error.message}`;
    const room = LONGEST_MESSAGE - (index === errors.length - 1 ? 0 : rest.length);
    if (longer.length > room) return index === 0 ? longer.slice(0, LONGEST_MESSAGE) : `${message}${rest}`;
    message = longer;
  }
  return message;
}

/**
 * The 400 for failing fields. A single kind of broken rule gives its own code at the top, several kinds or mere shape
 * give VALIDATION_ERROR.
 */
export function invalidFields(errors: readonly FieldError[]): ApiError {
  const codes = new Set(errors.map((error) => error.code));
  const [only] = codes;
  const single = codes.size === 1 && only !== undefined && only in ERRORS ? (only as ErrorCode) : undefined;
  const isShape = single === undefined || (FIELD_CODES as readonly string[]).includes(single);
  const top = isShape ? 'VALIDATION_ERROR' : single;
  const details = collectDetails(errors);
  const options = { message: joinSentences(errors), errors, ...(details ? { details } : {}) };
  return ERRORS[top].status === 400 ? new ApiError(top, options) : new InvalidReference(top, options);
}

function collectDetails(errors: readonly FieldError[]): ErrorDetails | undefined {
  const references = errors.flatMap(({ field, uuid }) => (uuid === undefined ? [] : [{ field, uuid }]));
  const details = Object.assign({}, ...errors.map((error) => error.details)) as ErrorDetails;
  const all = { ...details, ...(references.length > 0 ? { references } : {}) };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** A reference in a body that does not resolve: the code of the missing thing, but 400 (reference 1.1). */
class InvalidReference extends ApiError {
  override readonly status = 400;
}

/**
 * The error of a date in a period that is closed.
 *
 * @param closedThrough the last day of that period, YYYY-MM-DD
 * @param wayOut what can be done about it, where the date is not simply the client's to choose
 * @param field the date that lies in it
 */
export function closedPeriodError(closedThrough: string, wayOut?: string, field = 'date'): FieldError {
  const reason = `the books are closed through that day${wayOut ? `; ${wayOut}` : ''}`;
  const predicate = `must be after ${closedThrough}: ${reason}`;
  return fieldError(field, 'PERIOD_CLOSED', predicate, { details: { closedThrough } });
}

/**
 * The error of a date before the books begin.
 *
 * @param cutoverDate the day on which they do, YYYY-MM-DD
 */
export function beforeCutoverError(cutoverDate: string): FieldError {
  const predicate = `must be on or after ${cutoverDate}: the books begin on that day`;
  return fieldError('date', 'BEFORE_CUTOVER', predicate, { details: { cutoverDate } });
}

/** What a document would take out of the opening receivables, and what is left of them; amounts with their decimals. */
interface OpeningOverdrawn {
  readonly field: string;
  readonly amount: string;
  readonly left: string;
  readonly currency: string;
}

function openingOverdrawnError({ field, amount, left, currency }: OpeningOverdrawn): FieldError {
  const predicate =
    `must be worth at most ${left} ${currency}, which is what is left of the opening receivables, and is worth ${amount}: ` +
    'replace the opening balance, or enter credit memos from before the cutover first';
  return fieldError(field, 'OPENING_RECEIVABLES_EXCEEDED', predicate, { details: { amount, left } });
}

/** What the database itself refuses with a state of our own (class RC), in the words of the API. */
export function toDatabaseRefusal(error: { code?: string; detail?: string }): ApiError | undefined {
  if (error.code === 'RC001') return invalidFields([closedPeriodError(error.detail ?? '')]);
  if (error.code === 'RC005') return invalidFields([beforeCutoverError(error.detail ?? '')]);
  if (error.code === 'RC006') return invalidFields([openingOverdrawnError(JSON.parse(error.detail ?? '{}'))]);
  return undefined;
}
