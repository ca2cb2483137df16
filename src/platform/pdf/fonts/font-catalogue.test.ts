import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAMILIES, findSlices, type HanForms } from './font-catalogue.ts';

const { dependencies } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
);

const firstOf = (character: string, han: HanForms = 'sc') =>
  findSlices(character.codePointAt(0)!, han).next().value?.file.split('/').slice(-1)[0];

describe('the catalogue of fonts', () => {
  it('has a package for each family, and no package without one', () => {
    const packages = Object.keys(dependencies).filter((name) => name.startsWith('@fontsource-variable/'));
    expect(packages.sort()).toEqual(FAMILIES.map((family) => `@fontsource-variable/${family}`).sort());
  });

  it('finds the one slice that a script needs', () => {
    expect(firstOf('A')).toBe('noto-sans-latin-wght-normal.woff2');
    expect(firstOf('Ж')).toBe('noto-sans-cyrillic-wght-normal.woff2');
    expect(firstOf('Ω')).toBe('noto-sans-greek-wght-normal.woff2');
    expect(firstOf('ف')).toBe('vazirmatn-arabic-wght-normal.woff2');
    expect(firstOf('ש')).toBe('noto-sans-hebrew-hebrew-wght-normal.woff2');
  });

  it.each(['jp', 'sc', 'tc', 'kr'] as const)(
    'draws Chinese characters as %s does, where that is asked for',
    (han) => {
      expect(firstOf('直', han)).toMatch(new RegExp(`^noto-sans-${han}-`));
    },
  );

  it('finds nothing for what no script has', () => {
    expect(firstOf('\u{e0fff}')).toBeUndefined();
  });
});
