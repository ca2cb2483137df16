import type { Endpoint } from '../../platform/http/endpoint.ts';
import { getPublicLink } from './get-public-link.ts';
import { revokePublicLink } from './revoke-public-link.ts';

export { findPublicUrl, type PublicPlace } from './find-public-url.ts';

/** The endpoints of the links under which customers see documents. */
export const PUBLIC_LINK_ENDPOINTS: readonly Endpoint[] = [getPublicLink, revokePublicLink];
