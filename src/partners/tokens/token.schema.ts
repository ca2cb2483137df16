import { z } from 'zod';
import { answered, oneOf, text } from '../../platform/http/fields.ts';
import { oneRequired, requiredByEither, withRules } from '../../platform/http/rules.ts';

const LONGEST = 4096;

/** OAuth libraries send these along. The signature tells who asks, so they are not looked at, whatever they are. */
const ignored = (description: string) => z.unknown().optional().describe(description);
const tolerated = {
  client_id: ignored('Ignored: `x-client-id` and the signature tell the app.'),
  client_secret: ignored('Ignored, and better left out: the secret need never travel.'),
  clientId: ignored('The same as `client_id`.'),
  clientSecret: ignored('The same as `client_secret`.'),
};

const grantType = oneOf(['authorization_code']);
const refreshGrantType = oneOf(['refresh_token']);

export const grantBody = withRules(
  z.object({
    grantType: grantType.nullish().describe('Always `authorization_code`.'),
    grant_type: grantType.nullish().describe('The same as `grantType`.'),
    code: text(LONGEST).describe(
      'The code that the person brought back from sign-in: good once, for 10 minutes.',
    ),
    state: text(LONGEST)
      .nullish()
      .describe('The state that came back with the code. Comparing it is the client’s part.'),
    ...tolerated,
  }),
  [oneRequired('grantType', 'grant_type')],
)
  .transform(({ code }) => ({ code }))
  .meta({
    id: 'GrantAccessToken',
    description: 'The code that sign-in gave.',
    ...requiredByEither('grantType', 'grant_type'),
  });

export const refreshBody = withRules(
  z.object({
    grantType: refreshGrantType.nullish().describe('Always `refresh_token`.'),
    grant_type: refreshGrantType.nullish().describe('The same as `grantType`.'),
    refreshToken: text(LONGEST).nullish().describe('The refresh token of the last pair.'),
    refresh_token: text(LONGEST).nullish().describe('The same as `refreshToken`.'),
    ...tolerated,
  }),
  [oneRequired('grantType', 'grant_type'), oneRequired('refreshToken', 'refresh_token')],
)
  .transform((body) => ({ refreshToken: (body.refreshToken || body.refresh_token) as string }))
  .meta({
    id: 'RefreshUserAccessToken',
    description: 'The refresh token of the last pair.',
    allOf: [requiredByEither('grantType', 'grant_type'), requiredByEither('refreshToken', 'refresh_token')],
  });

const tokenPair = z
  .object({
    accessToken: z
      .string()
      .describe('Opens one workspace for 24 hours: `Authorization: Bearer <accessToken>`.'),
    refreshToken: z
      .string()
      .describe('Gets the next pair, for 90 days. Store it in place of the one before.'),
    accessTokenExpiresAt: answered.instant().describe('Until when the access token is good.'),
    refreshTokenExpiresAt: answered.instant().describe('Until when the refresh token is good.'),
    workspaceId: answered.uuid().describe('The workspace that the person chose.'),
    workspaceName: z.string().describe('Its name.'),
  })
  .meta({ id: 'TokenPair', description: 'The tokens of one workspace, and until when they are good.' });

export const tokenPairData = z.object({ result: tokenPair.describe('The tokens.') });

export const TOKEN_PAIR_EXAMPLE: z.output<typeof tokenPairData> = {
  result: {
    accessToken: 'rc_at_dTqkV1m0cE4nYw8Zs3LxR6hJb9GfUa2PiCoQv7Nt5Kk',
    refreshToken: 'rc_rt_W2yXn7pTb4RkLs9VqGd1HfJ6mZcEa8QoUi3NvBx5YtM',
    accessTokenExpiresAt: '2026-03-15T09:30:00.000Z',
    refreshTokenExpiresAt: '2026-06-12T09:30:00.000Z',
    workspaceId: '0197e1c2-3c10-7a05-9b1d-4e6f8a0c2d3b',
    workspaceName: 'Sunrise Junk Removal',
  },
};
