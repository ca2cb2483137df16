/** Gives each heading of a page the id that its links use. */
export type HeadingIds = (text: string) => string;

/** Ids as on GitHub: lower case, blanks as hyphens, no punctuation; a number after one that was given before. */
export function createHeadingIds(): HeadingIds {
  const given = new Set<string>();
  return (text) => {
    const id = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    let unique = id;
    for (let number = 1; given.has(unique); number += 1) unique = `${id}-${number}`;
    given.add(unique);
    return unique;
  };
}
