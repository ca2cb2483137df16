import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LIFETIME } from './sign-in-session.ts';

const TOKEN = /^[\w-]{43}$/;
/** How long a browser keeps the form of a sign-in that nobody has filled in, in seconds. */
const FORM_LIFETIME = 60 * 60;
const DEVICE_LIFETIME = 180 * 24 * 60 * 60;

/** The cookies of sign-in: of the steps, and the mark of a device. No script reads them, no other site's form has them sent. */
export function createCookies(isHttps: () => boolean) {
  // Under HTTPS the prefix keeps other hosts of the same domain, and plain HTTP, from setting the cookie (RFC 6265bis).
  const nameOf = (name: string) => (isHttps() ? `__Host-${name}` : name);
  const SESSION = 'recount_sign_in';
  const DEVICE = 'recount_device';
  const settings = () => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps() }) as const;
  return {
    readToken(request: FastifyRequest): string | undefined {
      const token = request.cookies[nameOf(SESSION)];
      return token !== undefined && TOKEN.test(token) ? token : undefined;
    },
    keepToken(reply: FastifyReply, token: string, isSignedIn: boolean): void {
      const maxAge = isSignedIn ? SESSION_LIFETIME : FORM_LIFETIME;
      reply.setCookie(nameOf(SESSION), token, { ...settings(), maxAge });
    },
    forgetToken(reply: FastifyReply): void {
      reply.clearCookie(nameOf(SESSION), settings());
    },
    readDevice: (request: FastifyRequest): string | undefined => request.cookies[nameOf(DEVICE)],
    keepDevice(reply: FastifyReply, mark: string): void {
      reply.setCookie(nameOf(DEVICE), mark, { ...settings(), maxAge: DEVICE_LIFETIME });
    },
  };
}
