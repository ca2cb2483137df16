import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The families that text is set in, in the order in which a character is looked for. Each is a package that holds the
 * family as variable fonts (one file for all weights), cut into slices by the code points that they cover.
 */
export const FAMILIES = [
  'noto-sans',
  // Noto's Arabic draws letters and their dots apart, which readers then cannot put together again: for what is rare only.
  'vazirmatn',
  'noto-sans-arabic',
  'noto-sans-hebrew',
  'noto-sans-thai',
  'noto-sans-jp',
  'noto-sans-sc',
  'noto-sans-tc',
  'noto-sans-kr',
  'noto-sans-symbols',
  'noto-emoji',
] as const;

type Family = (typeof FAMILIES)[number];

/** Whose forms a Chinese character has, which one code point may have several of. */
export type HanForms = 'jp' | 'sc' | 'tc' | 'kr';

/** One file: a family's glyphs for some of the code points. */
export interface SliceName {
  readonly file: string;
}

interface Slice extends SliceName {
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

const packages = createRequire(import.meta.url);
const slicesOf = new Map<Family, readonly Slice[]>();

/** The slices that say that they cover a code point, the likeliest first. Reads no font, and of each package at most a list. */
export function* findSlices(codePoint: number, han: HanForms): Generator<SliceName> {
  for (const family of inOrder(han)) {
    for (const slice of listSlices(family)) {
      if (covers(slice, codePoint)) yield slice;
    }
  }
}

/** The slice that stands in where no slice covers a code point. */
export function lastResort(): SliceName {
  return listSlices('noto-sans').find(({ file }) => file.includes('-latin-wght'))!;
}

function inOrder(han: HanForms): readonly Family[] {
  const first = `noto-sans-${han}` as const;
  const others = FAMILIES.filter((family) => family !== first);
  return others.toSpliced(FAMILIES.indexOf('noto-sans-jp'), 0, first);
}

function listSlices(family: Family): readonly Slice[] {
  const known = slicesOf.get(family);
  if (known) return known;
  const list = packages.resolve(`@fontsource-variable/${family}/unicode.json`);
  const ranges: Record<string, string> = JSON.parse(readFileSync(list, 'utf8'));
  const slices = Object.entries(ranges).map(([name, text]) => ({
    file: join(dirname(list), 'files', `${family}-${name.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: text.split(',').map(readRange),
  }));
  slicesOf.set(family, slices);
  return slices;
}

/** `U+4E00-4E0B` or `U+20AC`. */
function readRange(text: string): readonly [number, number] {
  const [first, last] = text.replace('U+', '').split('-');
  return [Number.parseInt(first!, 16), Number.parseInt(last ?? first!, 16)];
}

const covers = ({ ranges }: Slice, codePoint: number) =>
  ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
