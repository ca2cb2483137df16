import type { CanonicalParts } from '../canonical-string.ts';

/** What a client signed, taken apart. */
export interface ReadString {
  /** What could be told apart; a part that is missing, or in doubt, is left out. */
  readonly parts: Partial<CanonicalParts>;
  /** One sentence: what is wrong with how the parts are put together. */
  readonly fault: string | undefined;
}

type PartName = keyof CanonicalParts;

const ORDER = ['method', 'path', 'timestamp', 'bodyHash'] as const satisfies readonly PartName[];
const FORM = 'METHOD:path:timestamp:bodyHash';
const TWO_COLONS =
  'The string has two colons and must have three, with nothing after the third where there is no body: ' +
  `${FORM}.`;
const WRITTEN_DATE = String.raw`\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-][\d:]+)?`;
/** A path may hold colons, and so may a date that stands where the timestamp should. */
const WITH_DATE = new RegExp(`^([^:]*):(.*):(${WRITTEN_DATE}):([^:]*)$`, 's');
const WITH_COLONS = /^([^:]*):(.*):([^:]*):([^:]*)$/s;
const WITHOUT_SEPARATORS = /^(GET|HEAD|POST|PUT|PATCH|DELETE)(\/.*?)(\d{10}|\d{13}|\d{16})([0-9a-f]{64}|)$/is;
const OTHER_SEPARATORS = ['\r\n', '\n', '\\n', '|', ';', ',', '\t', ' ', '&', '.', '-', '_', '+'];

const KINDS: Readonly<Record<PartName, RegExp>> = {
  method: /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i,
  path: /^(\/|https?:\/\/)/i,
  timestamp: new RegExp(`^(\\d{9,19}(\\.\\d+)?|${WRITTEN_DATE})$`),
  bodyHash: /^([0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=|sha-?256=.*)$/i,
};

/** Which part a text looks like; undefined where it could be any. */
function kindOf(text: string): PartName | undefined {
  // First, since base64 may begin with a slash.
  if (KINDS.bodyHash.test(text)) return 'bodyHash';
  return ORDER.find((part) => KINDS[part].test(text));
}

/** Takes apart the text that a client signed, also where it is not put together as it must be. */
export function readCanonicalString(text: string): ReadString {
  const trimmed = text.trim();
  if (trimmed !== text) {
    const { parts, fault } = readCanonicalString(trimmed);
    return { parts, fault: fault ?? 'Take away the blanks and line breaks around the string.' };
  }
  return readWithColons(text) ?? readOtherwise(text) ?? readPieces(text.split(':'));
}

function readWithColons(text: string): ReadString | undefined {
  const pieces = (WITH_DATE.exec(text) ?? WITH_COLONS.exec(text))?.slice(1);
  if (!pieces) return undefined;
  const bare = pieces.map((piece) => piece.trim());
  // Of a path with colons in it, what stands before the first: it may be a part that has no place there.
  const isInPlace = bare.every(
    (piece, index) => (kindOf(index === 1 ? piece.split(':')[0]! : piece) ?? ORDER[index]) === ORDER[index],
  );
  if (!isInPlace) return readPieces(text.split(':'));
  const hasBlanks = bare.some((piece, index) => piece !== pieces[index]);
  return {
    parts: toParts(bare),
    fault: hasBlanks ? 'Take away the blanks around the colons.' : undefined,
  };
}

/** Pieces of which some are missing, too many, or in another place: each is taken for what it looks like. */
function readPieces(pieces: readonly string[]): ReadString {
  const kinds = pieces.map(kindOf);
  const parts: Partial<Record<PartName, string>> = {};
  for (const [index, kind] of kinds.entries()) if (kind) parts[kind] ??= pieces[index]!;
  const isHashLess = !parts.bodyHash && parts.method && parts.path && parts.timestamp;
  if (pieces.length === 3 && isHashLess) {
    return { parts: { ...parts, bodyHash: '' }, fault: TWO_COLONS };
  }
  const isWhole = parts.method && parts.path && parts.timestamp && (parts.bodyHash || pieces.includes(''));
  if (pieces.length === 4 && isWhole) {
    return { parts: { bodyHash: '', ...parts }, fault: `Put the parts in this order: ${FORM}.` };
  }
  const colons = pieces.length - 1;
  const counted = colons === 1 ? '1 colon' : `${colons} colons`;
  return { parts, fault: `The string has ${counted} and must have three between its four parts: ${FORM}.` };
}

/** Parts that are joined by something else than colons, or by nothing. */
function readOtherwise(text: string): ReadString | undefined {
  for (const separator of OTHER_SEPARATORS) {
    const parts = joinedBy(separator, text);
    if (parts)
      return { parts, fault: `Join the parts with colons, and not with ${describe(separator)}: ${FORM}.` };
  }
  const pieces = WITHOUT_SEPARATORS.exec(text)?.slice(1);
  return pieces && { parts: toParts(pieces), fault: `Put colons between the parts: ${FORM}.` };
}

function joinedBy(separator: string, text: string): CanonicalParts | undefined {
  const pieces = text.split(separator);
  if (pieces.length < 3) return undefined;
  // Without a body some leave out the last separator too.
  const hash = kindOf(pieces.at(-1)!) === 'timestamp' ? '' : pieces.pop()!;
  const [method, path, timestamp] = [pieces[0]!, pieces.slice(1, -1).join(separator), pieces.at(-1)!];
  const fits = kindOf(method) === 'method' && kindOf(timestamp) === 'timestamp' && path !== '';
  return fits && (hash === '' || kindOf(hash) === 'bodyHash')
    ? { method, path, timestamp, bodyHash: hash }
    : undefined;
}

function toParts([method, path, timestamp, bodyHash]: readonly string[]): CanonicalParts {
  return { method: method!, path: path!, timestamp: timestamp!, bodyHash: bodyHash! };
}

function describe(separator: string): string {
  const names: Readonly<Record<string, string>> = {
    '\r\n': 'line breaks',
    '\n': 'line breaks',
    '\\n': 'the two characters \\n',
    '\t': 'tabs',
    ' ': 'blanks',
  };
  return names[separator] ?? `\`${separator}\``;
}
