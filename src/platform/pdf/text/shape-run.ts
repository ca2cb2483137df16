import * as harfbuzz from 'harfbuzzjs';
import type { FontFace, Weight } from '../fonts/font-face.ts';

/** A part of a paragraph in one font and one direction. */
export interface Run {
  readonly start: number;
  end: number;
  readonly face: FontFace;
  readonly weight: Weight;
  /** Odd: right to left. */
  readonly level: number;
}

/** A glyph in its place; measures in thousandths of the size. */
export interface Glyph {
  readonly id: number;
  readonly advance: number;
  /** How far the font itself moves on, without kerning. */
  readonly ownAdvance: number;
  readonly dx: number;
  readonly dy: number;
  /** Where its text begins, in UTF-16 units of the run's text. */
  readonly cluster: number;
  /** What it stands for; nothing where another glyph of its cluster says it. */
  readonly text: string;
}

/** A run whose glyphs are known, from left to right. */
export interface ShapedRun {
  readonly face: FontFace;
  readonly weight: Weight;
  readonly width: number;
  readonly glyphs: readonly Glyph[];
}

/** Documents repeat themselves: units, rates, labels. Short texts are shaped once. */
const MOST_SHAPED = 4_000;
const LONGEST_KEPT = 48;
const shaped = new Map<string, ShapedRun>();

/** Once the glyphs are in their order, these have done their work; who copies the text wants it without them. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;

let buffer: harfbuzz.Buffer | undefined;

/** Turns the text of a run into glyphs: ligatures, joined letters, marks in their places. */
export function shapeRun(text: string, { face, weight, level }: Omit<Run, 'start' | 'end'>): ShapedRun {
  if (text.length > LONGEST_KEPT) return shape(text, face, weight, level);
  const key = `${face.file}\n${weight}\n${level % 2}\n${text}`;
  const known = shaped.get(key);
  if (known) return known;
  const result = shape(text, face, weight, level);
  shaped.set(key, result);
  if (shaped.size > MOST_SHAPED) shaped.delete(shaped.keys().next().value!);
  return result;
}

function shape(text: string, face: FontFace, weight: Weight, level: number): ShapedRun {
  buffer ??= new harfbuzz.Buffer();
  buffer.reset();
  // A blank in their place would have a width, and stand beyond the margin.
  buffer.setFlags(harfbuzz.BufferFlag.REMOVE_DEFAULT_IGNORABLES);
  // Marks tell their own text.
  buffer.setClusterLevel(harfbuzz.ClusterLevel.MONOTONE_CHARACTERS);
  buffer.addText(text);
  buffer.setDirection(level % 2 === 1 ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR);
  buffer.guessSegmentProperties();
  harfbuzz.shape(face.fonts[weight], buffer);
  const infos = buffer.getGlyphInfos();
  const positions = buffer.getGlyphPositions();
  const scale = 1000 / face.unitsPerEm;
  const textOf = textOfClusters(
    text,
    infos.map(({ cluster }) => cluster),
  );
  const glyphs = infos.map(({ codepoint: id, cluster }, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index]!;
    const ownAdvance = face.fonts[weight].glyphHAdvance(id) * scale;
    return {
      id,
      advance: xAdvance * scale,
      ownAdvance,
      dx: xOffset * scale,
      dy: yOffset * scale,
      cluster,
      text: textOf(cluster),
    };
  });
  return { face, weight, glyphs, width: glyphs.reduce((width, { advance }) => width + advance, 0) };
}

/** The text of each cluster, told once: to the first of its glyphs that asks. */
function textOfClusters(text: string, clusters: readonly number[]): (cluster: number) => string {
  const starts = [...new Set(clusters)].sort((a, b) => a - b);
  const next = new Map(starts.map((start, index) => [start, starts[index + 1] ?? text.length]));
  const told = new Set<number>();
  return (cluster) => {
    if (told.has(cluster)) return '';
    told.add(cluster);
    return text.slice(cluster, next.get(cluster)).replaceAll(DIRECTION_MARKS, '');
  };
}
