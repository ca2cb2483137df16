import createBidi from 'bidi-js';

export type Direction = 'ltr' | 'rtl';

interface Bidi {
  getEmbeddingLevels(text: string, direction?: Direction): { readonly levels: Uint8Array };
}

// Its types say CommonJS, while what is imported is its ES module.
const bidi = (createBidi as unknown as () => Bidi)();

/** Letters, digits and marks that make a line run from right to left. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The embedding level of each UTF-16 unit of a paragraph (Unicode's bidirectional algorithm, UAX 9). */
export function bidiLevels(text: string, direction: Direction | 'auto'): { readonly levels: Uint8Array } {
  // Most texts need no algorithm.
  if (direction !== 'rtl' && !RIGHT_TO_LEFT.test(text)) return { levels: new Uint8Array(text.length) };
  return bidi.getEmbeddingLevels(text, direction === 'auto' ? undefined : direction);
}

/** Orders the runs of a line from left to right (UAX 9, rule L2). */
export function inVisualOrder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let start = 0; start < ordered.length; start++) {
      if (ordered[start]!.level < level) continue;
      let end = start;
      while (end < ordered.length && ordered[end]!.level >= level) end++;
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  }
  return ordered;
}
