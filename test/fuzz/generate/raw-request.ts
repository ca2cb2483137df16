import type { Random } from '../../../src/demo/random.ts';
import { unsoundText } from './unsound-values.ts';

const SCALARS = [
  'null',
  '1',
  '"text"',
  'true',
  '[]',
  '[[]]',
  '{}',
  '[{}]',
  '-',
  '{',
  '"',
  '[1,',
  'NaN',
  'undefined',
];

/** Other bytes than those of a sound body. */
export function breakBytes(random: Random, text: string): string | Buffer {
  switch (random.between(0, 12)) {
    case 0:
      return text.slice(0, random.between(0, text.length - 1));
    case 1:
      return '';
    case 2:
      return `\ufeff${text}`;
    case 3:
      return text.replaceAll('"', "'");
    case 4:
      return `${text}${random.pick([',', '}', text, '\0', ' \n', '//'])}`;
    case 5:
      return Buffer.from(text, 'utf16le');
    case 6: {
      const bytes = Buffer.from(text);
      bytes[random.between(0, bytes.length - 1)] = random.between(0, 255);
      return bytes;
    }
    case 7:
      return Buffer.from(Array.from({ length: random.between(1, 200) }, () => random.between(0, 255)));
    case 8:
      return text.replace(/"([^"]*)"/, '"\\u0000\\ud800$1"');
    case 9:
      return random.chance(0.1) ? `{"x":"${'x'.repeat(1024 * 1024)}"}` : `{"x":"${'x'.repeat(50_000)}"}`;
    case 10: {
      const depth = random.pick([20, 21, 5_000]);
      return '{"a":'.repeat(depth) + 1 + '}'.repeat(depth);
    }
    case 11:
      return `{${Array.from({ length: 2_000 }, (_, index) => `"k${index}":${index}`).join()}}`;
    default:
      return random.pick(SCALARS);
  }
}

/** Another content type; empty for none. */
export function breakContentType(random: Random): string {
  return random.pick([
    '',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'APPLICATION/JSON',
    'application/vnd.api+json',
    'application/json;;;',
    'application/json, text/plain',
    'json',
    '/',
    'x'.repeat(1_000),
  ]);
}

const PATHS = [
  '%zz',
  '%',
  '%00',
  '%2F',
  '%2e%2e',
  '%c0%af',
  '%ed%a0%80',
  '//',
  '/',
  ';x=1',
  '/..',
  '%F0%9F%98%80',
  '%0d%0a',
];

/** A path that leads nowhere, or is none. */
export function breakPath(random: Random, url: string): string {
  const [path = '', query] = url.split('?');
  const cut = random.between('/partners/'.length, path.length);
  const added = random.chance(0.05) ? 'x'.repeat(5_000) : random.pick(PATHS);
  const changed = random.chance(0.1) ? path.toUpperCase() : `${path.slice(0, cut)}${added}${path.slice(cut)}`;
  return query === undefined ? changed : `${changed}?${query}`;
}

/** A query with one thing changed. */
export function breakQuery(random: Random, query: string, names: readonly string[]): string {
  const encode = (text: string) => encodeURIComponent(text.toWellFormed());
  const name =
    names.length > 0 && random.chance(0.9)
      ? random.pick(names)
      : random.pick(['x', '__proto__', 'constructor', '']);
  const value = encode(unsoundText(random));
  const parts = query === '' ? [] : query.split('&');
  switch (random.between(0, 7)) {
    case 0:
      return [...parts, `${name}=${value}`, `${name}=${value}`].join('&');
    case 1:
      return [...parts, `${name}[]=${value}`, `${name}[a]=1`].join('&');
    case 2:
      return [
        ...parts,
        `${name}=${random.pick(['%', '%zz', '%ed%a0%80', '%00', '%ff', '+', '&&&', '=', '#'])}`,
      ].join('&');
    case 3:
      return parts.slice(1).join('&');
    case 4:
      return [...parts, `${name}=${Array(300).fill(value.slice(0, 40)).join()}`].join('&');
    case 5:
      return [...parts, ...Array.from({ length: 1_100 }, () => 'p=1'), name].join('&');
    default:
      return [...parts.filter((part) => !part.startsWith(`${name}=`)), `${name}=${value}`].join('&');
  }
}
