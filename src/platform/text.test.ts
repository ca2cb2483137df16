import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseKey, nameKey } from './text.ts';

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u3000') });
const gap = blanks.filter((some) => some !== '');
const words = fc.array(
  fc.string({ minLength: 1 }).filter((word) => !/\s/.test(word)),
  { minLength: 1 },
);

describe('the key of a name', () => {
  it('is the same whatever blanks stand around it and between its words', () => {
    fc.assert(
      fc.property(words, blanks, blanks, fc.infiniteStream(gap), (some, before, after, gaps) => {
        const spaced = some.reduce((text, word) => text + gaps.next().value + word);
        expect(nameKey(before + spaced + after)).toBe(caseKey(some.join(' ')));
      }),
    );
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
      }),
    );
  });

  it('tells words apart that are joined', () => {
    expect(nameKey('Office Rent')).not.toBe(nameKey('OfficeRent'));
  });
});
