import { defineErrors } from './registered-error.ts';

/** Of signatures and tokens. */
export const AUTHENTICATION_ERRORS = defineErrors({
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
});
