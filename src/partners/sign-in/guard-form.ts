import type { IncomingHttpHeaders } from 'node:http';
import { createSigner } from '../../platform/derived-key.ts';

/**
 * Tells the forms of the server's own pages from those of others (CSRF). A form carries a token that follows from the
 * cookie of the browser it was shown in; who cannot read that cookie cannot make the token.
 */
export function createFormGuard(secretKey: Buffer) {
  const signer = createSigner(secretKey, 'forms of sign-in');
  return {
    makeToken: (cookie: string): string => signer.sign(cookie),
    /** Whether a form was sent by a page of this server that this browser was shown. */
    isOwn(
      form: {
        readonly headers: IncomingHttpHeaders;
        readonly token: string;
        readonly cookie: string | undefined;
      },
      publicOrigin: string,
    ): boolean {
      if (form.cookie === undefined || !signer.matches(form.cookie, form.token)) return false;
      return comesFromOwnPage(form.headers, publicOrigin);
    },
  };
}

/** What the browser itself says of the page that sends. Old ones say nothing: then the token alone decides. */
function comesFromOwnPage({ origin, host, ...headers }: IncomingHttpHeaders, publicOrigin: string): boolean {
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return false;
  if (origin === undefined || origin === publicOrigin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
