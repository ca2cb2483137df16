import { ApiError, fieldError, invalidFields } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { checkAuthorizationRequest, toQuery } from './authorization-request.ts';
import { authorizeData, authorizeQuery } from './authorize.schema.ts';

/** The page on which a person signs in, under the server's own address. */
export const SIGN_IN_PATH = '/partner-signin';

export const authorizeInitiate = defineEndpoint({
  method: 'GET',
  path: '/auth2/authorize-initiate',
  aliases: ['/auth2/authorize-intiate'],
  anyOrigin: true,
  operationId: 'authorizeInitiate',
  tag: 'Authentication',
  summary: 'Initiate Authorization',
  description:
    'Answers the address of the page on which a person signs in, chooses one workspace, and lets your app into it or ' +
    'refuses. Send their browser there. It comes back to `redirectUri` with `code` and `state`, or with `error`, ' +
    '`error_description` and `state`. Needs no signature, and may be called from a page of any origin.',
  access: 'public',
  limit: { requests: 60, seconds: 60 },
  query: authorizeQuery,
  status: 200,
  message: 'Authorization initiated successfully.',
  data: authorizeData,
  errors: ['UNKNOWN_CLIENT', 'INVALID_REDIRECT_URI'],
  examples: {
    data: {
      redirectUri:
        'https://books.example.com/partner-signin?clientId=rc_id_6f1c0a4be2d94f7c8a35d1e07b92c3f4' +
        '&redirectUri=https%3A%2F%2Fcrm.example.com%2Fcallback&state=Xq3vR8nT',
    },
  },
  async handle({ database, publicUrl, query }) {
    const request = { ...query, state: query.state };
    const checked = await checkAuthorizationRequest(database, request);
    if (checked === 'unknown client')
      throw invalidFields([
        fieldError('clientId', 'UNKNOWN_CLIENT', 'is invalid: this server has no such app'),
      ]);
    if (checked === 'invalid redirect uri') {
      const fault = fieldError('redirectUri', 'INVALID_REDIRECT_URI', 'must be registered for the app');
      throw new ApiError('INVALID_REDIRECT_URI', { errors: [fault] });
    }
    return { data: { redirectUri: `${publicUrl}${SIGN_IN_PATH}?${toQuery(request)}` } };
  },
});
