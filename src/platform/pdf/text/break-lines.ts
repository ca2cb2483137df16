/// <reference path="./linebreak.d.ts" />
import LineBreaker from 'linebreak';
import type { FontFace } from '../fonts/font-face.ts';
import { inVisualOrder } from './direction.ts';
import { type Run, type ShapedRun, shapeRun } from './shape-run.ts';
import type { SetLine } from './typesetter.ts';

/** Where a paragraph may be broken, each a place before which a new line may begin (UAX 14). */
function breakPlaces(text: string): number[] {
  const breaker = new LineBreaker(text);
  const places: number[] = [];
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) places.push(next.position);
  return places;
}

/** Breaks a paragraph, parted into runs, into lines that are at most `limit` wide (in thousandths of the size). */
export function breakLines(text: string, runs: readonly Run[], limit: number): SetLine[] {
  const whole = setLine(text, runs, 0, text.length);
  if (whole.width <= limit) return [whole];
  const advances = measure(text, runs);
  const places = breakPlaces(text);
  const lines: SetLine[] = [];
  for (let start = 0; start < text.length; ) {
    const end = findEnd(text, advances, places, start, limit);
    lines.push(setWithin(text, runs, start, end, limit));
    start = skipBlanks(text, end);
  }
  return lines;
}

/** How wide each UTF-16 unit is; that of a cluster stands at its beginning. */
function measure(text: string, runs: readonly Run[]): Float64Array {
  const advances = new Float64Array(text.length + 1);
  for (const run of runs) {
    for (const { cluster, advance } of shapeRun(text.slice(run.start, run.end), run).glyphs) {
      advances[run.start + cluster]! += advance;
    }
  }
  return advances;
}

/** Where a line ends that begins at `start`: at the last place that fits, else within the word, after one character at least. */
function findEnd(
  text: string,
  advances: Float64Array,
  places: readonly number[],
  start: number,
  limit: number,
): number {
  let width = 0;
  let fitting = 0;
  let next = places.findIndex((place) => place > start);
  for (let index = start; index < text.length; index++) {
    width += advances[index]!;
    const isBlank = text[index] === ' ';
    if (width > limit && !isBlank) return fitting || wholeCharacter(text, advances, start, index);
    if (index + 1 === places[next]) {
      fitting = index + 1;
      next += 1;
    }
  }
  return text.length;
}

/** The end of what fits of a word, not within a character and its marks. */
function wholeCharacter(text: string, advances: Float64Array, start: number, index: number): number {
  let end = index;
  while (end > start && (advances[end] === 0 || isLowSurrogate(text, end))) end--;
  if (end > start) return end;
  end = start + 1;
  while (end < text.length && (advances[end] === 0 || isLowSurrogate(text, end))) end++;
  return end;
}

const isLowSurrogate = (text: string, index: number) => (text.charCodeAt(index) & 0xfc00) === 0xdc00;

const skipBlanks = (text: string, index: number) => {
  let next = index;
  while (text[next] === ' ') next++;
  return next;
};

/**
 * Sets a line of its own: letters that join are shaped anew at its ends. What then comes out wider than it may be is set
 * smaller, so that nothing ever leaves its column.
 */
function setWithin(text: string, runs: readonly Run[], start: number, end: number, limit: number): SetLine {
  const line = setLine(text, runs, start, end);
  if (line.width <= limit || !Number.isFinite(limit)) return line;
  return { ...line, scale: limit / line.width, width: limit };
}

function setLine(text: string, runs: readonly Run[], start: number, end: number): SetLine {
  const trimmed = trimEnd(text, start, end);
  const parts = runs
    .filter((run) => run.start < trimmed && run.end > start)
    .map((run) => ({ ...run, start: Math.max(run.start, start), end: Math.min(run.end, trimmed) }));
  const shaped: ShapedRun[] = inVisualOrder(parts).map((run) =>
    shapeRun(text.slice(run.start, run.end), run),
  );
  return {
    runs: shaped,
    width: shaped.reduce((width, run) => width + run.width, 0),
    scale: 1,
    text: text.slice(start, trimmed),
    height: Math.max(LEAST_HEIGHT, ...shaped.map(({ face }) => heightOf(face))),
  };
}

const LEAST_HEIGHT = 1362;
const MOST_HEIGHT = 1650;

function heightOf({ ascender, descender, unitsPerEm }: FontFace): number {
  return Math.min(((ascender - descender) * 1000) / unitsPerEm, MOST_HEIGHT);
}

function trimEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text[last - 1] === ' ') last--;
  return last;
}
