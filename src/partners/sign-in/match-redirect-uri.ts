import { isLoopback } from '../../platform/http/loopback.ts';

/** A redirect URI taken apart, as little changed as can be. */
interface RedirectUri {
  readonly protocol: string;
  /** In lower case, without the port. */
  readonly hostname: string;
  readonly port: string;
  /** As written; `/` where there is none. */
  readonly path: string;
}

export const LONGEST_REDIRECT_URI = 2000;
/** What RFC 3986 allows in a URI, without `?`, `#` and `@`: no blank, no backslash, no control, no other script. */
const URI = /^(https?):\/\/([\w.~:[\]-]+)((?:\/[\w.~:!$&'()*+,;=%-]*)*)$/i;

/**
 * Whether a sign-in may send the person back to an address: one that was registered, or one below it. Scheme, host and
 * port must be the registered ones; on this machine's own hosts any port will do (RFC 8252 7.3). Neither has a query, a
 * fragment, a user, or a step such as `..` in its path, so that browser and server cannot read it differently.
 */
export function matchesRedirectUri(registered: readonly string[], requested: string): boolean {
  const wanted = readRedirectUri(requested);
  return wanted !== undefined && registered.some((uri) => covers(readRedirectUri(uri), wanted));
}

/**
 * What is wrong with an address that is to be registered.
 *
 * @returns a predicate, as in "must not have a query"; undefined where nothing is
 */
export function findRedirectUriFault(uri: string): string | undefined {
  if (uri.length > LONGEST_REDIRECT_URI) return `must be at most ${LONGEST_REDIRECT_URI} characters long`;
  if (!/^https?:\/\//i.test(uri)) return 'must begin with https:// or http://';
  if (/[?#]/.test(uri)) return 'must be without a query and a fragment';
  if (uri.includes('@')) return 'must be without a user name';
  if (!readRedirectUri(uri)) return 'must be a plain address: encoded, and without . or .. in its path';
  return undefined;
}

function covers(registered: RedirectUri | undefined, wanted: RedirectUri): boolean {
  if (!registered) return false;
  const samePlace = registered.protocol === wanted.protocol && registered.hostname === wanted.hostname;
  const samePort = registered.port === wanted.port || isLoopback(wanted.hostname);
  const folder = registered.path.endsWith('/') ? registered.path : `${registered.path}/`;
  return samePlace && samePort && (wanted.path === registered.path || wanted.path.startsWith(folder));
}

function readRedirectUri(uri: string): RedirectUri | undefined {
  const [, protocol, , path] = (uri.length <= LONGEST_REDIRECT_URI && URI.exec(uri)) || [];
  if (protocol === undefined || !URL.canParse(uri)) return undefined;
  const { hostname, port } = new URL(uri);
  const steps = (path ?? '').split('/').map(decodeStep);
  const isPlain = steps.every((step) => step !== undefined && !/^\.{1,2}$|[/\\]|\p{Cc}/u.test(step));
  if (!isPlain) return undefined;
  return { protocol: protocol.toLowerCase(), hostname, port, path: path || '/' };
}

function decodeStep(step: string): string | undefined {
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}
