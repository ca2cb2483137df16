import { DEEPEST, measureDepth } from '../../../platform/http/json-body.ts';

/** Another text for the body of a request, and how it differs from the one that is sent. */
export interface OtherSpelling {
  readonly text: string;
  /** One sentence: what to do where its hash was signed. */
  readonly hint: string;
}

const EMPTY = 'This is the hash of an empty text: hash the body, after it is written.';
const EMPTY_OBJECT = 'This is the hash of `{}`: hash the body, after it is written.';
const LINE_BREAKS =
  'The hash is that of the body with other line breaks or blanks at its ends: hash the exact text that is sent.';
const WHITE_SPACE =
  'The hash is that of the same JSON with other white space: write the JSON once, then hash and send that very text.';
const ORDER =
  'The hash is that of the same JSON with its fields in another order: write the JSON once, then hash and send that very text.';
const ESCAPES =
  'The hash is that of the same JSON with other escapes: write the JSON once, then hash and send that very text.';
const TWICE = 'The hash is that of the body written as a JSON text once more: hash the text that is sent.';

/** A body may be as large as a request; what is written out of it in a dozen ways is not. */
const LARGEST_RESPELT = 32 * 1024;

/** The texts that clients hash in place of a body by mistake: a good guess at which mistake it was. */
export function* otherSpellings(body: string): Generator<OtherSpelling> {
  yield { text: '', hint: EMPTY };
  yield { text: '{}', hint: EMPTY_OBJECT };
  if (body.length > LARGEST_RESPELT) return;
  for (const text of [
    body.trim(),
    `${body}\n`,
    `${body}\r\n`,
    body.replaceAll('\r\n', '\n'),
    `\ufeff${body}`,
  ])
    yield { text, hint: LINE_BREAKS };
  yield { text: JSON.stringify(body), hint: TWICE };
  yield* respellJson(body);
}

function* respellJson(body: string): Generator<OtherSpelling> {
  // No body of the API nests deeper, and what does not end could not be written out.
  if (measureDepth(body) > DEEPEST) return;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return;
  }
  const sorted = sortFields(value);
  for (const [json, hint] of [
    [value, WHITE_SPACE],
    [sorted, ORDER],
  ] as const) {
    for (const text of layouts(json)) {
      yield { text, hint };
      yield { text: escapeBeyondAscii(text), hint: hint === ORDER ? hint : ESCAPES };
      yield { text: text.replaceAll('/', '\\/'), hint: hint === ORDER ? hint : ESCAPES };
    }
  }
}

/** As the JSON writers of common languages lay it out by default: JavaScript, Go and PHP; indented; Python and Ruby. */
function layouts(value: unknown): string[] {
  const indented = [2, 4, '\t'].map((indent) => JSON.stringify(value, null, indent));
  return [JSON.stringify(value), ...indented, ...indented.map((text) => `${text}\n`), spaceOut(indented[0]!)];
}

/** `{"a": 1, "b": [1, 2]}`, from the same indented by two: no text of JSON holds a line break of its own. */
function spaceOut(indented: string): string {
  return indented.replaceAll(/,\n */g, ', ').replaceAll(/\n */g, '');
}

function escapeBeyondAscii(text: string): string {
  return text.replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sortFields(field)]));
}
