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
    action:
      'Read `errors`: it names every failing field with its path, a sentence and a code. Correct them ' +
      'all and send the request again; [Errors](/docs/guides/errors) lists the codes of fields.',
  },
  INVALID_JSON: {
    status: 400,
    message: 'The body is invalid: it must be JSON in UTF-8, nested at most 20 levels deep.',
    action:
      'Check the body with a JSON parser before you sign it. It must be UTF-8, nested at most 20 levels ' +
      'deep, and sent as the same bytes that were signed.',
  },
  INVALID_UUID: {
    status: 400,
    message: 'The identifier is invalid: it must be a UUID.',
    action:
      'Use the `uuid` that a list or a create answered, such as that of [List ' +
      'Invoices](/docs/invoices/list-invoices). Numbers, codes and names of records are no UUIDs.',
  },
  INVALID_IDEMPOTENCY_KEY: {
    status: 400,
    message: 'The Idempotency-Key header is invalid: it must be 1 to 255 visible characters.',
    action:
      'Send 1 to 255 visible ASCII characters without blanks, best a UUID. ' +
      '[Idempotency](/docs/guides/idempotency) tells what the key is for.',
  },
  CUSTOMER_NOT_FOUND: {
    status: 404,
    message: 'No such customer in this workspace.',
    action:
      'Look the customer up with [Find Customer by Email](/docs/customers/find-customer-by-email) or ' +
      '[List Customers](/docs/customers/list-customers), and use its `uuid`. Customers of other ' +
      'workspaces are not seen: make sure that the access token is of the right one.',
  },
  PRODUCT_NOT_FOUND: {
    status: 404,
    message: 'No such product in this workspace.',
    action:
      'Look the product up with [Find Product by Name](/docs/products/find-product-by-name) or [List ' +
      'Products](/docs/products/list-products), and use its `uuid`. Products of other workspaces are ' +
      'not seen.',
  },
  TAX_NOT_FOUND: {
    status: 404,
    message: 'No such tax in this workspace.',
    action:
      'Read [List Taxes](/docs/taxes/list-taxes) and use the `uuid` of a tax. Send `[]` for a line ' +
      'without taxes.',
  },
  TAG_NOT_FOUND: {
    status: 404,
    message: 'No such tag in this workspace.',
    action:
      'Look the tag up with [Find Tags by Name](/docs/tags/find-tags-by-name) and use its `uuid`, or ' +
      'make it with [Create Tag](/docs/tags/create-tag).',
  },
  ACCOUNT_NOT_FOUND: {
    status: 404,
    message: 'No such account in this workspace.',
    action:
      'Read [List Accounts](/docs/chart-of-accounts/list-accounts) and use the `uuid` of an account. ' +
      'Account numbers are no UUIDs.',
  },
  INVOICE_NOT_FOUND: {
    status: 404,
    message: 'No such invoice in this workspace.',
    action:
      'Look the document up with [List Invoices](/docs/invoices/list-invoices), by its number for ' +
      'instance (`search`), and use its `uuid`.',
  },
  CUSTOMER_INACTIVE: {
    status: 400,
    message: 'The customer must be active.',
    action:
      'Set the customer’s `status` to `active` with [Update Customer](/docs/customers/update-customer), ' +
      'or choose another one. `details.references` names it.',
    details: ['references'],
  },
  PRODUCT_INACTIVE: {
    status: 400,
    message: 'The product must be active.',
    action:
      'Set the product’s `status` to `active` with [Update Product](/docs/products/update-product), or ' +
      'choose another one. `details.references` names each.',
    details: ['references'],
  },
  TAX_INACTIVE: {
    status: 400,
    message: 'The tax must be active.',
    action:
      'Choose an active tax from [List Taxes](/docs/taxes/list-taxes) (`status=active`). ' +
      '`details.references` names each inactive one.',
    details: ['references'],
  },
  PRODUCT_WITHOUT_CATEGORY_ACCOUNT: {
    status: 400,
    message: 'The product is invalid here: it has no category account assigned.',
    action:
      'Give the product a `categoryAccountUuid` with [Update Product](/docs/products/update-product): ' +
      'an account of the type Income, from [List Accounts](/docs/chart-of-accounts/list-accounts). ' +
      'Without it the sale has no account to be posted to.',
    details: ['references'],
  },
  DUPLICATE_INVOICE_NUMBER: {
    status: 400,
    message: 'invoiceNumber must be unique within its invoice type.',
    action:
      'Choose another number. Drafts count, deleted documents do not, and case is ignored. If this is a ' +
      'retry, look up whether the document that has the number is yours, and send an ' +
      '[Idempotency-Key](/docs/guides/idempotency) next time.',
    details: ['invoiceNumber'],
  },
  DUPLICATE_EMAIL: {
    status: 409,
    message: 'A customer with this email exists already; email must be unique.',
    action:
      'Find the customer with [Find Customer by Email](/docs/customers/find-customer-by-email), and use ' +
      'or [update](/docs/customers/update-customer) it instead of creating another.',
  },
  DUPLICATE_NAME: {
    status: 400,
    message: 'The name must be unique; it is already used.',
    action:
      'Choose another name, or use the record that has it: its list finds it by `search`. Case is ' +
      'ignored.',
  },
  MIXED_INCLUSIVE_TAXES: {
    status: 400,
    message: 'The taxes of a line must be all inclusive or all exclusive.',
    action:
      'Split the line in two, or choose taxes of one kind. [Money and ' +
      'rounding](/docs/guides/money-and-rounding) tells how taxes are computed.',
  },
  NEGATIVE_TOTAL: {
    status: 400,
    message: 'The total of a document must be zero or more.',
    action:
      'Reduce the deductions until the total is zero or more, or issue a credit memo (`invoiceType` ' +
      '`memo`) with positive amounts.',
  },
  INVALID_ACCOUNT_TYPE: {
    status: 400,
    message: 'The account is invalid here: its type must be another.',
    action:
      'Choose an account of the type that the message names, from [List ' +
      'Accounts](/docs/chart-of-accounts/list-accounts) (`type` filters them). `details.references` ' +
      'names the field.',
    details: ['references'],
  },
  PERIOD_CLOSED: {
    status: 400,
    message: 'The date is invalid: the books of that period are closed.',
    action:
      'Date the document after `details.closedThrough`, or ask the bookkeeper to reopen the period. ' +
      'Drafts, quotes and estimates may have any date; see [Invoice ' +
      'lifecycle](/docs/guides/invoice-lifecycle#closed-periods).',
    details: ['closedThrough'],
  },
  NOT_AVAILABLE: {
    status: 400,
    message: 'The request is invalid: it asks for something that this server does not offer yet.',
    action:
      'Leave the field out that `errors` names. What this server does not do yet is refused, so that ' +
      'nothing that you asked for is silently missing; the [changelog](/docs/guides/changelog) tells ' +
      'what came when.',
  },
  invalid_grant: {
    status: 400,
    message: 'The authorization code is invalid or expired.',
    action:
      'Send the person through sign-in again: a code is good once and for ten minutes, a refresh token ' +
      'until its successor has been used. Only the app that a code or token was issued to can use it; ' +
      'see [Authentication](/docs/guides/authentication#tokens).',
  },
  missing_credentials: {
    status: 401,
    message: 'A credential header is missing.',
    action:
      'Send every header that `details.missing` names, none of them blank. ' +
      '[Authentication](/docs/guides/authentication#what-a-call-needs) tells what goes into each.',
    details: ['missing'],
  },
  invalid_signature: {
    status: 401,
    message: 'Invalid HMAC signature',
    action:
      'Send what you signed to [Verify Signature](/docs/authentication/verify-signature): it says which ' +
      'part of the canonical string differs. The signature is over `METHOD:path:timestamp:bodyHash`, ' +
      '[step by step](/docs/guides/authentication#the-signature-step-by-step); a clock that is more ' +
      'than five minutes off and an unknown client id are refused with this code too.',
  },
  invalid_token: {
    status: 401,
    message: 'Invalid access token.',
    action:
      'Get a new pair with [Refresh User Access Token](/docs/authentication/refresh-user-access-token); ' +
      'if that is refused, send the person through sign-in again. A token works only with the app that ' +
      'it was issued to.',
  },
  token_expired: {
    status: 401,
    message: 'The access token expired',
    action:
      'Get a new pair with [Refresh User Access Token](/docs/authentication/refresh-user-access-token), ' +
      'store both tokens, and send the request again, signed anew. Access tokens are good for 24 hours.',
  },
  workspace_not_authorized: {
    status: 403,
    message: 'This app may no longer act in this workspace.',
    action:
      'Ask a person of the workspace to sign in again. Refreshing does not help: the person whose token ' +
      'this is has left the workspace.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    message: 'Can’t find this method and path.',
    action:
      'Compare method and path with [the reference](/docs). Paths begin with `/partners`, and a ' +
      'trailing slash or another method is another route.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    message: 'A request with this Idempotency-Key is still being worked on.',
    action:
      'Wait as many seconds as `Retry-After` says and send the same request with the same key again: ' +
      'then it gets the answer of the first. See [Idempotency](/docs/guides/idempotency).',
  },
  REPLAYED_REQUEST: {
    status: 409,
    message: 'This signed request has been received before.',
    action:
      'Sign each request with a timestamp of its own; milliseconds make them differ. To make a retry ' +
      'harmless, use an [Idempotency-Key](/docs/guides/idempotency), or switch off `rejectReplays` for ' +
      'the app.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The body is too large: at most 1 MB is accepted.',
    action: 'Send at most 1 MB in one request: split the work over several.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    message: 'The request line and headers are too large: at most 64 KB are accepted.',
    action:
      'Name fewer records in one query, and ask for the rest with another request. Request line and ' +
      'headers together may have 64 KB.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    message: 'The request took too long to arrive.',
    action:
      'Send the whole request within 30 seconds, its headers within 15. Try again with the same ' +
      '[Idempotency-Key](/docs/guides/idempotency).',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'The content type must be application/json.',
    action: 'Send the body as JSON, with the header `Content-Type: application/json`.',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'Too many requests in a short time.',
    action:
      'Wait as many seconds as `Retry-After` says and send the same request again. Only endpoints that need ' +
      'no signature are limited; see [Rate limits](/docs/guides/rate-limits).',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    message: 'This Idempotency-Key was used for another request.',
    action:
      'Use a new key for each new operation, and the same key only for the same method, path and bytes. ' +
      'A body that is serialised again may differ; see ' +
      '[Idempotency](/docs/guides/idempotency#retrying-safely).',
  },
  INTERNAL_ERROR: {
    status: 500,
    message:
      'We could not process your request right now. Please try again, and give the requestId if you report it.',
    action:
      'Try again with the same [Idempotency-Key](/docs/guides/idempotency). If it goes on, report the ' +
      '`requestId`: the server’s log says under it what went wrong.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message:
      'We could not process your request right now. The server is busy or restarting; please try again.',
    action:
      'Wait as many seconds as `Retry-After` says, a little longer with each try, and send the same ' +
      'request with the same [Idempotency-Key](/docs/guides/idempotency).',
  },
});

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
 */
export function closedPeriodError(closedThrough: string): FieldError {
  const predicate = `must be after ${closedThrough}: the books are closed through that day`;
  return fieldError('date', 'PERIOD_CLOSED', predicate, { details: { closedThrough } });
}

/** What the database itself refuses with a state of our own (class RC), in the words of the API. */
export function toDatabaseRefusal(error: { code?: string; detail?: string }): ApiError | undefined {
  return error.code === 'RC001' ? invalidFields([closedPeriodError(error.detail ?? '')]) : undefined;
}
