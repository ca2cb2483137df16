/** How a language writes the values that JSON knows. */
export interface LiteralStyle {
  readonly indent: string;
  readonly words: { readonly null: string; readonly true: string; readonly false: string };
  /** What stands between a key and its value. */
  readonly separator: string;
  text(value: string): string;
  key(name: string): string;
  /** What opens an object with these keys. */
  openObject(keys: readonly string[]): string;
  readonly closeObject: string;
}

/** A value of JSON as a literal of a language, over several lines; the first one is not indented. */
export function printLiteral(value: unknown, style: LiteralStyle, indent = ''): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value === 'boolean') return style.words[`${value}`];
  const inner = indent + style.indent;
  const wrap = (open: string, entries: readonly string[], close: string) =>
    entries.length === 0
      ? open + close
      : `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close}`;
  if (Array.isArray(value)) {
    return wrap(
      '[',
      value.map((item) => printLiteral(item, style, inner)),
      ']',
    );
  }
  const fields = Object.entries(value as object);
  return wrap(
    style.openObject(fields.map(([name]) => name)),
    fields.map(([name, field]) => `${style.key(name)}${style.separator}${printLiteral(field, style, inner)}`),
    style.closeObject,
  );
}

const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;
const SAFE_DIGITS = 15;

/**
 * The value of a JSON text, where every language holds it without loss.
 *
 * @returns undefined where it is no JSON, or has a number that a float cannot hold, or a key that has a meaning of its own
 */
export function readFaithfully(text: string): { readonly value: unknown } | undefined {
  const numbers = [...text.matchAll(TEXT_OR_NUMBER)]
    .map(([token]) => token)
    .filter((token) => token[0] !== '"');
  const isSafe = (number: string) =>
    number.replace(/[eE].*/, '').replaceAll(/\D/g, '').length <= SAFE_DIGITS &&
    Number.isFinite(Number(number));
  if (!numbers.every(isSafe) || text.includes('__proto__')) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
