import { findSlices, type HanForms, lastResort, type SliceName } from '../fonts/font-catalogue.ts';
import { type FontFace, loadFace, type Weight } from '../fonts/font-face.ts';
import { breakLines } from './break-lines.ts';
import { bidiLevels, type Direction } from './direction.ts';
import { toPrintable } from './printable.ts';
import type { Run, ShapedRun } from './shape-run.ts';

/** A line of text, ready to be drawn: its runs from left to right. Measures are in thousandths of the size. */
export interface SetLine {
  readonly width: number;
  readonly runs: readonly ShapedRun[];
  /** 1, or less where a single character is wider than the column. */
  readonly scale: number;
  /** What it says. */
  readonly text: string;
  /** The distance to the next line's base line; scripts with tall or deep letters need more. */
  readonly height: number;
}

/** How text is set. */
export interface TextStyle {
  readonly size: number;
  readonly weight: Weight;
}

/** What is not drawn, so that no font is looked for. */
const IGNORED = /^\p{Default_Ignorable_Code_Point}$/u;
const JOINING_OR_IGNORED = /^[\p{M}\p{Default_Ignorable_Code_Point}]$/u;

/** Sets text of any script in lines. Knows the fonts of one document; whatever it is to set must have been announced. */
export class Typesetter {
  readonly #faces: ReadonlyMap<number, FontFace>;
  readonly #lastResort: FontFace;

  private constructor(faces: ReadonlyMap<number, FontFace>, last: FontFace) {
    this.#faces = faces;
    this.#lastResort = last;
  }

  /** Loads the fonts that the texts need, and no others. */
  static async for(texts: Iterable<string>, han: HanForms): Promise<Typesetter> {
    const codePoints = new Set<number>();
    for (const text of texts) {
      for (const character of toPrintable(text)) {
        if (!IGNORED.test(character)) codePoints.add(character.codePointAt(0)!);
      }
    }
    const faces = new Map<number, FontFace>();
    for (const codePoint of [...codePoints].sort((a, b) => a - b)) {
      const face = await findFace(codePoint, han);
      if (face) faces.set(codePoint, face);
    }
    return new Typesetter(faces, await loadFace(lastResort()));
  }

  /**
   * Sets text in lines that are at most `width` wide, in points; a word that is wider is broken.
   *
   * @param direction of the text as a whole; `auto`: that of its first letter
   */
  setLines(text: string, style: TextStyle, width: number, direction: Direction | 'auto'): SetLine[] {
    const limit = (width / style.size) * 1000;
    return toPrintable(text)
      .split('\n')
      .flatMap((paragraph) => {
        const { levels } = bidiLevels(paragraph, direction);
        const runs = this.#itemise(paragraph, levels, style.weight);
        return breakLines(paragraph, runs, limit);
      });
  }

  /** Parts a paragraph into runs of one font and one direction. */
  #itemise(text: string, levels: Uint8Array, weight: Weight): Run[] {
    const runs: Run[] = [];
    let face: FontFace | undefined;
    for (let index = 0; index < text.length; ) {
      const codePoint = text.codePointAt(index)!;
      const length = codePoint > 0xffff ? 2 : 1;
      face = this.#chooseFace(codePoint, face);
      const level = levels[index]!;
      const last = runs.at(-1);
      if (last?.face === face && last.level === level) last.end = index + length;
      else runs.push({ start: index, end: index + length, face, level, weight });
      index += length;
    }
    return runs;
  }

  /** A mark stays with its letter, and what is not drawn with what is drawn before it. */
  #chooseFace(codePoint: number, before: FontFace | undefined): FontFace {
    const face = this.#faces.get(codePoint);
    if (before && before !== face && JOINING_OR_IGNORED.test(String.fromCodePoint(codePoint))) {
      if (!face || before.has(codePoint)) return before;
    }
    return face ?? this.#lastResort;
  }
}

/** By code point and forms, in which slice it is; a language uses some thousands. */
const MOST_KNOWN = 20_000;
const known = new Map<string, SliceName | undefined>();

async function findFace(codePoint: number, han: HanForms): Promise<FontFace | undefined> {
  const key = `${codePoint} ${han}`;
  const slice = known.has(key) ? known.get(key) : await findSlice(codePoint, han);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, slice);
  return slice && loadFace(slice);
}

async function findSlice(codePoint: number, han: HanForms): Promise<SliceName | undefined> {
  for (const slice of findSlices(codePoint, han)) {
    if ((await loadFace(slice)).has(codePoint)) return slice;
  }
  return undefined;
}
