import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { redeemAuthorizationCode } from './redeem-authorization-code.ts';
import { grantBody, TOKEN_PAIR_EXAMPLE, tokenPairData } from './token.schema.ts';

export const grantAccessToken = defineEndpoint({
  method: 'POST',
  path: '/partners/grant-access-token',
  operationId: 'grantAccessToken',
  tag: 'Authentication',
  summary: 'Grant Access Token',
  description:
    'Exchanges the code that sign-in gave for an access token and a refresh token. Signed, without a bearer token. ' +
    'A code is good once, for 10 minutes, and only for the app it was issued to. Using it a second time revokes the ' +
    'tokens that the first use gave.',
  access: 'signature',
  body: grantBody,
  status: 200,
  message: 'Access token granted successfully.',
  data: tokenPairData,
  errors: ['invalid_grant', 'REPLAYED_REQUEST'],
  examples: {
    body: { grantType: 'authorization_code', code: 'rc_ac_p8XnTb4RkLs9VqGd1HfJ6mZcEa8QoUi3NvBx5YtMW2y' },
    data: TOKEN_PAIR_EXAMPLE,
  },
  async handle({ database, caller, body }) {
    const pair = await redeemAuthorizationCode(database, caller.app.id, body.code);
    if (!pair) throw new ApiError('invalid_grant');
    return { data: { result: pair } };
  },
});
