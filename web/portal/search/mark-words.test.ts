import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, markWords } from './mark-words.ts';
import { indexWords, splitWords } from './words.ts';

const marked = (text: string, asked: string[], found: string[] = []) =>
  markWords(text, { asked, found })
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('the words of a text', () => {
  it('are those that people see in a name', () => {
    expect(splitWords('products[].tagUuids')).toEqual(['products', 'tag', 'uuids']);
    expect(splitWords('DUPLICATE_EMAIL HMACKey POST /v2')).toEqual([
      'duplicate',
      'email',
      'hmac',
      'key',
      'post',
      'v',
      '2',
    ]);
    expect(indexWords('tagUuids x-client-id')).toEqual([
      'tag',
      'uuids',
      'x',
      'client',
      'id',
      'taguuids',
      'xclientid',
    ]);
  });
});

describe('what a query matched', () => {
  it('is marked where the words stand, as far as they were typed', () => {
    expect(marked('Find Customer by Email', ['cust', 'email'])).toBe('Find [Cust]omer by [Email]');
    expect(marked('tagUuids', ['uuids'])).toBe('tag[Uuids]');
    expect(marked('tagUuids of', ['taguu'])).toBe('[tagUu]ids of');
    expect(marked('HMAC-SHA256', ['hmac'], ['hmacsha256'])).toBe('[HMAC]-SHA256');
    expect(marked('DUPLICATE_EMAIL', ['duplicateemail'])).toBe('[DUPLICATE_EMAIL]');
  });

  it('is marked as a whole where it was only alike', () => {
    expect(marked('the customer', ['custmer'], ['customer'])).toBe('the [customer]');
  });

  it('leaves the text as it is, whatever it holds', () => {
    const word = fc.constantFrom('tag', 'uuids', 'tagUuids', 'DUPLICATE_EMAIL', '<b>', 'x-1', 'Größe', '…');
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join(' ')),
    );
    const words = fc.array(fc.constantFrom('tag', 'u', 'taguuids', 'email', 'x', 'größe', 'duplicateemail'));
    fc.assert(
      fc.property(text, words, words, (whole, asked, found) => {
        const pieces = markWords(whole, { asked, found });
        expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
        expect(pieces.every((piece) => piece.text !== '')).toBe(true);
      }),
    );
  });
});

describe('an excerpt', () => {
  const text = `${'word '.repeat(60)}signature ${'after '.repeat(60)}`;

  it('shows the place that was found, cut between words', () => {
    const excerpt = excerptOf(text, { asked: ['signature'], found: [] });
    expect(excerpt).toMatch(/^… word .*\bsignature after .* …$/);
    expect(excerpt.length).toBeLessThan(150);
  });

  it('is the beginning where nothing was found in it, and all of a short text', () => {
    expect(excerptOf(text, { asked: ['zzz'], found: [] })).toMatch(/^word word .* …$/);
    expect(excerptOf('Short.', { asked: ['short'], found: [] })).toBe('Short.');
  });
});
