/**
 * The one registry of errors: every code that an answer may carry, its status, its words and what to do about it.
 * The documentation pages, the OpenAPI file and the answers all read it. Codes of authentication are lower case, all
 * others UPPER_SNAKE (reference 3). Texts must stay clear of what clients censor; a test runs each through it.
 */
interface RegisteredError {
  readonly status: number;
  readonly message: string;
  readonly action: string;
  /** What `details` always holds with this code; error-body.ts has the schema of each. */
  readonly details?: readonly DetailName[];
}

/** What an error's `details` may hold. */
export interface ErrorDetails {
  /** The credential headers that are missing. */
  readonly missing?: readonly string[];
  /** The records that fields name and that are not there, or may not be used. */
  readonly references?: readonly { readonly field: string; readonly uuid: string }[];
  /** The number that is taken. */
  readonly invoiceNumber?: string;
  /** The last day of the closed period, YYYY-MM-DD. */
  readonly closedThrough?: string;
}
type DetailName = keyof ErrorDetails;

const define = <const T extends Record<string, RegisteredError>>(registry: T): T => registry;

export const ERRORS = define({
  VALIDATION_ERROR: {
    status: 400,
    message: 'The request is invalid.',
    action: 'Read `errors`: it names every failing field. Correct them all and send the request again.',
  },
  INVALID_JSON: {
    status: 400,
    message: 'The body is invalid: it must be JSON in UTF-8, nested at most 20 levels deep.',
    action: 'Check the body with a JSON parser before signing it.',
  },
  INVALID_UUID: {
    status: 400,
    message: 'The identifier is invalid: it must be a UUID.',
    action: 'Use the `uuid` that a list or create call answered.',
  },
  INVALID_IDEMPOTENCY_KEY: {
    status: 400,
    message: 'The Idempotency-Key header is invalid: it must be 1 to 255 visible characters.',
    action: 'Send a UUID, or another short unique text, as Idempotency-Key.',
  },
  CUSTOMER_NOT_FOUND: {
    status: 404,
    message: 'No such customer in this workspace.',
    action:
      'Look the customer up with Find by Email or the customers list. Customers of other workspaces are unseen.',
  },
  PRODUCT_NOT_FOUND: {
    status: 404,
    message: 'No such product in this workspace.',
    action: 'Look the product up with the products list or find-by-name.',
  },
  TAX_NOT_FOUND: {
    status: 404,
    message: 'No such tax in this workspace.',
    action: 'Read the taxes list and use its UUIDs.',
  },
  TAG_NOT_FOUND: {
    status: 404,
    message: 'No such tag in this workspace.',
    action: 'Read the tags list and use its UUIDs.',
  },
  ACCOUNT_NOT_FOUND: {
    status: 404,
    message: 'No such account in this workspace.',
    action: 'Read the chart of accounts and use its UUIDs.',
  },
  INVOICE_NOT_FOUND: {
    status: 404,
    message: 'No such invoice in this workspace.',
    action: 'Read the invoices list and use its UUIDs.',
  },
  CUSTOMER_INACTIVE: {
    status: 400,
    message: 'The customer must be active.',
    action: 'Set the customer’s status to active, or choose another one.',
    details: ['references'],
  },
  PRODUCT_INACTIVE: {
    status: 400,
    message: 'The product must be active.',
    action: 'Set the product’s status to active, or choose another one.',
    details: ['references'],
  },
  TAX_INACTIVE: {
    status: 400,
    message: 'The tax must be active.',
    action: 'Choose an active tax from the taxes list.',
    details: ['references'],
  },
  PRODUCT_WITHOUT_CATEGORY_ACCOUNT: {
    status: 400,
    message: 'The product is invalid here: it has no category account assigned.',
    action: 'Update the product with a `categoryAccountUuid` that names an income account.',
    details: ['references'],
  },
  DUPLICATE_INVOICE_NUMBER: {
    status: 400,
    message: 'invoiceNumber must be unique within its invoice type.',
    action: 'Choose another number. Drafts count, deleted documents do not, and case is ignored.',
    details: ['invoiceNumber'],
  },
  DUPLICATE_EMAIL: {
    status: 409,
    message: 'A customer with this email exists already; email must be unique.',
    action: 'Find the customer with Find by Email and update it instead of creating another.',
  },
  DUPLICATE_NAME: {
    status: 400,
    message: 'The name must be unique; it is already used.',
    action: 'Choose another name, or use the record that has it.',
  },
  MIXED_INCLUSIVE_TAXES: {
    status: 400,
    message: 'The taxes of a line must be all inclusive or all exclusive.',
    action: 'Split the line, or choose taxes of one kind.',
  },
  NEGATIVE_TOTAL: {
    status: 400,
    message: 'The total of a document must be zero or more.',
    action: 'Reduce the deductions, or issue a credit memo (invoiceType memo).',
  },
  INVALID_ACCOUNT_TYPE: {
    status: 400,
    message: 'The account is invalid here: its type must be another.',
    action: 'Choose an account of the type that the message names.',
    details: ['references'],
  },
  PERIOD_CLOSED: {
    status: 400,
    message: 'The date is invalid: the books of that period are closed.',
    action: 'Use a date in an open period, or ask the bookkeeper to reopen it.',
    details: ['closedThrough'],
  },
  NOT_AVAILABLE: {
    status: 400,
    message: 'The request is invalid: it asks for something that this server does not offer yet.',
    action: 'Leave the named field out.',
  },
  invalid_grant: {
    status: 400,
    message: 'The authorization code is invalid or expired.',
    action: 'Send the person through sign-in again: codes are good once, for ten minutes.',
  },
  missing_credentials: {
    status: 401,
    message: 'A credential header is missing.',
    action: 'Send every header that `details.missing` names.',
    details: ['missing'],
  },
  invalid_signature: {
    status: 401,
    message: 'Invalid HMAC signature',
    action: 'Sign METHOD:path:timestamp:bodyHash with the client secret; see the signing guide.',
  },
  invalid_token: {
    status: 401,
    message: 'Invalid access token.',
    action: 'Refresh the access token, or send the person through sign-in again.',
  },
  token_expired: {
    status: 401,
    message: 'The access token expired',
    action: 'Refresh the access token with the refresh token.',
  },
  workspace_not_authorized: {
    status: 403,
    message: 'This app may no longer act in this workspace.',
    action: 'Ask a person of the workspace to sign in again.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    message: 'Can’t find this method and path.',
    action: 'Compare method and path with the reference.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    message: 'A request with this Idempotency-Key is still being worked on.',
    action: 'Wait as long as Retry-After says and send the same request again.',
  },
  REPLAYED_REQUEST: {
    status: 409,
    message: 'This signed request has been received before.',
    action: 'Sign each request with a new timestamp, or switch off `rejectReplays` for the app.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The body is too large: at most 1 MB is accepted.',
    action: 'Send less in one request.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    message: 'The request line and headers are too large: at most 64 KB are accepted.',
    action: 'Name fewer records in one query.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    message: 'The request took too long to arrive.',
    action: 'Send the whole request within 30 seconds.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'The content type must be application/json.',
    action: 'Send `Content-Type: application/json`.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    message: 'This Idempotency-Key was used for another request.',
    action: 'Use a new key for each new operation.',
  },
  INTERNAL_ERROR: {
    status: 500,
    message:
      'We could not process your request right now. Please try again, and give the requestId if you report it.',
    action: 'Try again; if it goes on, report the requestId.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message:
      'We could not process your request right now. The server is busy or restarting; please try again.',
    action: 'Try again after a short wait, with the same Idempotency-Key.',
  },
});

export type ErrorCode = keyof typeof ERRORS;

/** What the registry holds of a code. */
export function findRegisteredError(code: ErrorCode): RegisteredError {
  return ERRORS[code];
}

/** Codes of single fields, beside the codes of the registry. */
const FIELD_CODES = [
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
 */
export function closedPeriodError(closedThrough: string): FieldError {
  const predicate = `must be after ${closedThrough}: the books are closed through that day`;
  return fieldError('date', 'PERIOD_CLOSED', predicate, { details: { closedThrough } });
}

/** What the database itself refuses with a state of our own (class RC), in the words of the API. */
export function toDatabaseRefusal(error: { code?: string; detail?: string }): ApiError | undefined {
  return error.code === 'RC001' ? invalidFields([closedPeriodError(error.detail ?? '')]) : undefined;
}
