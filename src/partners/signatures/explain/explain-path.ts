import type { PartExplanation } from './part-explanation.ts';

/** What stands around the path of an address. */
interface ReadAddress {
  readonly path: string;
  /** What is not part of the path and must not be signed, in words. */
  readonly extras: readonly string[];
}

/** The path of what may be a whole address: without scheme, host, query and fragment. */
function readAddress(text: string): ReadAddress {
  const address = /^(?:([a-z][a-z0-9+.-]*:)?\/\/)?/i.exec(text)![0];
  const afterScheme = text.slice(address.length);
  const named =
    address !== '' || /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(?=[/?#]|$)|^localhost(:\d+)?(?=[/?#]|$)/i.test(text);
  const host = named ? /^[^/?#]*/.exec(afterScheme)![0] : '';
  const [withQuery, fragment] = splitAt(afterScheme.slice(host.length), '#');
  const [path, query] = splitAt(withQuery, '?');
  const extras = [
    ...(named ? ['the host'] : []),
    ...(query === undefined ? [] : ['the query']),
    ...(fragment === undefined ? [] : ['what follows #']),
  ];
  return { path, extras };
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const index = text.indexOf(mark);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** A path as it is on the wire: what may not stand in one is percent-encoded, what is encoded already stays. */
function toSent(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return rooted.replaceAll(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** The path that a request goes to, with `/partners`, from what a client tells of it: an address, or a part of one. */
export function readSentPath(told: string): string {
  const path = toSent(readAddress(told.trim()).path);
  return /^\/partners(\/|$)/.test(path) ? path : `/partners${path}`;
}

/**
 * Compares the path that was signed with the one that is sent.
 *
 * @param accepted what the server takes, the usual one first: without and with `/partners`
 */
export function explainPath(given: string | null, accepted: readonly [string, ...string[]]): PartExplanation {
  const matches = given !== null && accepted.includes(given);
  // Of several that hold, the one that the client has.
  const expected = matches ? given : accepted[0];
  const hint = matches ? describeMatch(given) : describeMismatch(given, accepted);
  return { part: 'path', given, expected, matches, hint };
}

function describeMatch(given: string): string | null {
  return given.length > 1 && given.endsWith('/')
    ? 'No address of the API ends in a slash: leave it out where you send it and where you sign it.'
    : null;
}

function describeMismatch(given: string | null, accepted: readonly string[]): string {
  if (given === null) return 'The path is missing: sign it after the method.';
  const { path, extras } = readAddress(given.trim());
  if (extras.length > 0) return `Sign the path alone, without ${join(extras)}.`;
  const is = (candidate: string) => accepted.includes(candidate);
  if (is(given.trim())) return 'Take away the blanks around the path.';
  if (is(`/${path}`)) return 'Begin the path with a slash.';
  if (is(path.replace(/\/+$/, ''))) return 'The path that is sent has no slash at its end: sign it without.';
  if (is(`${path}/`)) return 'The path that is sent ends in a slash: send it without, and sign it so.';
  if (accepted.some((sent) => decode(sent) === path))
    return 'Sign the path percent-encoded, exactly as it is sent, and not decoded.';
  if (is(decode(path) ?? ''))
    return 'The path is percent-encoded once too often: sign it exactly as it is sent.';
  if (accepted.some((sent) => decode(sent) === decode(path)))
    return 'Sign the same characters percent-encoded as are sent so, in the same letters.';
  if (accepted.some((sent) => sent.toLowerCase() === path.toLowerCase()))
    return 'Write the path in the same case as it is sent.';
  if (accepted.some((sent) => path.endsWith(sent)))
    return 'Leave out what stands in front: the path begins with what follows /partners.';
  return 'The request goes to another path: sign the one that is sent.';
}

function join(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
