import { isLoopback } from '../../platform/http/loopback.ts';

/**
 * The headers of a page: no script, no style but its own, no frame around it, kept by nobody. No opener policy: an app
 * may have opened the page in a window of its own and wait for it to come back.
 *
 * @param redirectUri where a form of the page may lead in the end; undefined: nowhere but to this server
 */
export function pageHeaders(redirectUri?: string): Record<string, string> {
  const targets = ["'self'", ...(redirectUri === undefined ? [] : formTargets(redirectUri))];
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src data:',
      `form-action ${targets.join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    // Not `no-referrer`: with that, browsers hide from this server too which page a form comes from.
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/**
 * Chromium holds each redirect that follows a form against `form-action`, also those of the app after its own callback,
 * which often leads on to another of its hosts, or to another port of a developer's machine.
 */
function formTargets(redirectUri: string): string[] {
  const { protocol, hostname, origin } = new URL(redirectUri);
  // A policy cannot name an IPv6 address.
  if (hostname.startsWith('[')) return [protocol];
  if (isLoopback(hostname)) return [origin, 'http://localhost:*', 'http://127.0.0.1:*'];
  return protocol === 'https:' ? [origin, 'https:'] : [origin];
}
