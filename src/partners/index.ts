import type { Endpoint } from '../platform/http/endpoint.ts';
import { verifySignature } from './signatures/verify-signature.ts';
import { grantAccessToken } from './tokens/grant-access-token.ts';
import { refreshUserAccessToken } from './tokens/refresh-user-access-token.ts';

export { createPartnerApp } from './apps/create-partner-app.ts';
export { registerRedirectUris } from './apps/register-redirect-uris.ts';
export { createAuthenticator } from './authenticate.ts';
export { addMember, createPerson } from './people/create-person.ts';
export { AppRateLimiter } from './rate-limit/app-rate-limiter.ts';
export { readServerKey } from './server-key.ts';
export { issueTokenFamily } from './tokens/issue-token-pair.ts';
export { sweepExpired } from './tokens/sweep-expired.ts';

/** The endpoints that give out tokens, and the one that helps with signing. */
export const AUTHENTICATION_ENDPOINTS: readonly Endpoint[] = [
  grantAccessToken,
  refreshUserAccessToken,
  verifySignature,
];
