import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { rotateRefreshToken } from './rotate-refresh-token.ts';
import { refreshBody, TOKEN_PAIR_EXAMPLE, tokenPairData } from './token.schema.ts';

export const refreshUserAccessToken = defineEndpoint({
  method: 'POST',
  path: '/partners/refresh-user-access-token',
  operationId: 'refreshUserAccessToken',
  tag: 'Authentication',
  summary: 'Refresh User Access Token',
  description:
    'Exchanges a refresh token for a new pair. Signed, without a bearer token. The old refresh token stays good until ' +
    'the new one has itself been used here, and for 10 minutes after, so that a lost answer or two refreshes at once ' +
    'sign nobody out. Used later than that, it revokes every token of the sign-in. Access tokens that were issued ' +
    'before stay good until they expire.',
  access: 'signature',
  body: refreshBody,
  status: 200,
  message: 'Access token refreshed successfully.',
  data: tokenPairData,
  errors: ['invalid_grant', 'REPLAYED_REQUEST'],
  examples: {
    body: { grantType: 'refresh_token', refreshToken: 'rc_rt_Kk5tN7vQoCiPa2UfGb9JhR6xL3sZ8wYn4Ec0m1VkqTd' },
    data: TOKEN_PAIR_EXAMPLE,
  },
  async handle({ database, caller, body }) {
    const pair = await rotateRefreshToken(database, caller.app.id, body.refreshToken);
    if (!pair) throw new ApiError('invalid_grant', { message: 'The refresh token is invalid or expired.' });
    return { data: { result: pair } };
  },
});
