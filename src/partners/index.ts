import type { Endpoint } from '../platform/http/endpoint.ts';
import { authorizeInitiate } from './sign-in/authorize-initiate.ts';
import { verifySignature } from './signatures/verify-signature.ts';
import { grantAccessToken } from './tokens/grant-access-token.ts';
import { refreshUserAccessToken } from './tokens/refresh-user-access-token.ts';

export { createPartnerApp } from './apps/create-partner-app.ts';
export { openServerKey } from './apps/open-server-key.ts';
export { registerRedirectUris } from './apps/register-redirect-uris.ts';
export { createAuthenticator } from './authenticate.ts';
export { createPerson } from './people/create-person.ts';
export { isPasswordOf } from './people/is-password-of.ts';
export { addMember } from './people/members.store.ts';
export { AppRateLimiter } from './rate-limit/app-rate-limiter.ts';
export { readServerKey } from './server-key.ts';
export { serveSignIn } from './sign-in/serve-sign-in.ts';
export { issueTokenFamily } from './tokens/issue-token-pair.ts';
export { sweepExpired } from './tokens/sweep-expired.ts';

/** The endpoints that lead to sign-in and give out tokens, and the one that helps with signing. */
export const AUTHENTICATION_ENDPOINTS: readonly Endpoint[] = [
  authorizeInitiate,
  grantAccessToken,
  refreshUserAccessToken,
  verifySignature,
];
