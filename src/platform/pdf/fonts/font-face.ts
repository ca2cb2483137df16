import { readFile } from 'node:fs/promises';
import * as harfbuzz from 'harfbuzzjs';
import type { SliceName } from './font-catalogue.ts';

export const WEIGHTS = { regular: 400, bold: 700 } as const;
export type Weight = keyof typeof WEIGHTS;

/** One slice of a family, parsed: what it can draw, and how wide that is. */
export interface FontFace {
  readonly file: string;
  /** The font file, unpacked. */
  readonly bytes: Uint8Array;
  readonly unitsPerEm: number;
  /** Of the line, in units. */
  readonly ascender: number;
  readonly descender: number;
  readonly fonts: Readonly<Record<Weight, harfbuzz.Font>>;
  /** Whether it has a glyph for the code point. */
  has(codePoint: number): boolean;
}

/** So many faces stay parsed; a script needs one to five, a long Chinese text up to a hundred. */
const MOST_FACES = 120;

/** Least recently used first. */
const faces = new Map<string, Promise<FontFace>>();

/** Reads and parses a slice, once as long as it is used again and again. */
export function loadFace({ file }: SliceName): Promise<FontFace> {
  const loading = faces.get(file) ?? readFace(file);
  faces.delete(file);
  faces.set(file, loading);
  loading.catch(() => faces.delete(file));
  if (faces.size > MOST_FACES) faces.delete(faces.keys().next().value!);
  return loading;
}

async function readFace(file: string): Promise<FontFace> {
  // Not before the first text is set: it unpacks a WebAssembly module.
  const { default: unpack } = await import('woff2-encoder/decompress');
  const bytes = await unpack(await readFile(file));
  const face = new harfbuzz.Face(new harfbuzz.Blob(bytes));
  const fonts = { regular: instance(face, 'regular'), bold: instance(face, 'bold') };
  const { ascender, descender } = fonts.regular.hExtents();
  return {
    file,
    bytes,
    unitsPerEm: face.upem,
    ascender,
    descender,
    fonts,
    has: (codePoint) => (fonts.regular.nominalGlyph(codePoint) ?? 0) !== 0,
  };
}

function instance(face: harfbuzz.Face, weight: Weight): harfbuzz.Font {
  const font = new harfbuzz.Font(face);
  font.setVariations([new harfbuzz.Variation('wght', WEIGHTS[weight])]);
  return font;
}
