import { defineErrors } from './registered-error.ts';

/** Of requests as such: their shape, their transport, repeats and limits. */
export const REQUEST_ERRORS = defineErrors({
  UNKNOWN_CLIENT: {
    status: 400,
    message: 'The client is invalid: this server has no such app.',
    action:
      'Check the client ID: it begins with `rc_id_`. An app is known only to the server that it was made on, and ' +
      'not while it is disabled. See [Authentication](/docs/guides/authentication#an-app-of-your-own).',
  },
  // Word for word what clients know (reference 2.1).
  INVALID_REDIRECT_URI: {
    status: 400,
    message: 'Invalid redirect uri',
    action:
      'Send one of the addresses that are registered for the app, or one below it: the same scheme, host and port ' +
      '(on this machine any port), without a query. `npx recount apps show` lists them; see [Authentication](/docs/guides/authentication#an-app-of-your-own).',
  },
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
  NOT_AVAILABLE: {
    status: 400,
    message: 'The request is invalid: it asks for something that this server does not offer yet.',
    action:
      'Leave the field out that `errors` names. What this server does not do yet is refused, so that ' +
      'nothing that you asked for is silently missing; the [changelog](/docs/guides/changelog) tells ' +
      'what came when.',
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
  READ_ONLY_ROLE: {
    status: 403,
    message: 'The person of this token may only read in the workspace.',
    action:
      'Have an owner or bookkeeper sign in to your app for what is to change: who let it in is an auditor. Reports, lists ' +
      'and exports are open to auditors.',
  },
  REPLAYED_REQUEST: {
    status: 409,
    message: 'This signed request has been received before.',
    action:
      'Sign each request with a timestamp of its own; milliseconds make them differ. To make a retry ' +
      'harmless, use an [Idempotency-Key](/docs/guides/idempotency): what took effect under it may be repeated as it was ' +
      'signed. Or switch off `rejectReplays` for ' +
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
      'Wait as many seconds as `Retry-After` says and send the same request again, signed anew. Every answer ' +
      'tells in `RateLimit-Remaining` how many requests are left; [Rate limits](/docs/guides/rate-limits) ' +
      'shows how to slow down in time.',
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
