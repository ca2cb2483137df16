import type { IncomingHttpHeaders } from 'node:http';
import { isbot } from 'isbot';

/**
 * Whether a request is that of a person who looks at the page, as far as it tells: no program, and no browser that fetches a
 * page ahead or draws a preview of it.
 */
export function isReader(method: string, headers: IncomingHttpHeaders): boolean {
  if (method !== 'GET') return false;
  const ahead = `${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''} ${headers['x-moz'] ?? ''}`;
  if (/prefetch|prerender|preview/i.test(ahead)) return false;
  // A headless browser is as often somebody's own trial as a program's.
  const agent = headers['user-agent']?.replace('HeadlessChrome', 'Chrome') ?? '';
  return agent !== '' && !isbot(agent);
}
