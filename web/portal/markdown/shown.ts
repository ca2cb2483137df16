/** What a text has shown, so that a schema that comes again is referred to and not written out again. */
export interface Shown {
  /** Where the same stands already; undefined the first time, and then it stands here. */
  before(content: unknown, here: string): string | undefined;
}

/** Writes everything out. */
export const SHOW_ALL: Shown = { before: () => undefined };

/** Remembers everything by what it says, wherever it stands. */
export function rememberShown(): Shown {
  const places = new Map<string, string>();
  return {
    before(content, here) {
      const key = JSON.stringify(content, (name, value) => (name === 'path' ? undefined : value));
      const place = places.get(key);
      if (place === undefined) places.set(key, here);
      return place;
    },
  };
}

/** How a page refers to what has been shown already. */
export interface Repeats {
  /** Asked about each table of a page. */
  readonly tables: Shown;
  /** Asked about each response, and about the fields within a field. */
  readonly parts: Shown;
}

/** Of a single page: a table is not written twice (the error’s, under each status), but each one is whole. */
export function withinPage(): Repeats {
  return { tables: rememberShown(), parts: SHOW_ALL };
}
