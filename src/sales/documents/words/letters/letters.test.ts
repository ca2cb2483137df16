import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../words.ts';
import { fill, lettersOf } from './letters.ts';

type Tree = { readonly [key: string]: string | boolean | Tree };

function listTexts(tree: Tree, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[`${path}${key}`, value]];
    return typeof value === 'boolean' ? [] : listTexts(value, `${path}${key}.`);
  });
}

const textsOf = (language: (typeof LANGUAGES)[number]) =>
  new Map(listTexts(lettersOf(language) as unknown as Tree));
const placeholdersOf = (text: string) => new Set([...text.matchAll(/\{\w+\}/g)].map(([one]) => one));

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the sentences in %s', (language) => {
  it('are those of English, none of them left in English or empty', () => {
    const english = textsOf('en');
    const texts = textsOf(language);
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    const left = [...texts].filter(([path, text]) => text.trim() === '' || text === english.get(path));
    expect(left).toEqual([]);
  });

  it('hold no value that the English one is not given', () => {
    const english = textsOf('en');
    for (const [path, text] of textsOf(language)) {
      const unknown = placeholdersOf(text).difference(
        placeholdersOf(english.get(path)!).union(new Set(path.startsWith('page.') ? ['{name}'] : [])),
      );
      expect([path, ...unknown]).toEqual([path]);
    }
  });
});

describe('a sentence', () => {
  it('is filled once, and has no second blank where a value is empty', () => {
    expect(fill('Paid {how} on {date}', { how: '', date: '{how}' })).toBe('Paid on {how}');
  });
});
