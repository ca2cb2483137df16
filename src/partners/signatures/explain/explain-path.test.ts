import { describe, expect, test } from 'vitest';
import { explainPath, readSentPath } from './explain-path.ts';

describe('the path that is sent', () => {
  test.each([
    ['/partners/invoices', '/partners/invoices'],
    ['/invoices', '/partners/invoices'],
    ['invoices', '/partners/invoices'],
    ['/partners/invoices?limit=5&page=2', '/partners/invoices'],
    ['https://books.example/partners/invoices?limit=5#top', '/partners/invoices'],
    ['//books.example:8443/invoices', '/partners/invoices'],
    ['books.example/partners/invoices', '/partners/invoices'],
    ['localhost:4010/partners/invoices', '/partners/invoices'],
    ['/tags/a%20b%2Fc', '/partners/tags/a%20b%2Fc'],
    ['/tags/ä b', '/partners/tags/%C3%A4%20b'],
    ['/partners', '/partners'],
    ['/partnership/x', '/partners/partnership/x'],
    ['/invoices/', '/partners/invoices/'],
    ['', '/partners/'],
  ])('is read out of %j', (told, sent) => {
    expect(readSentPath(told)).toBe(sent);
  });
});

describe('the path that was signed', () => {
  test('may stand with or without /partners', () => {
    for (const given of ['/invoices', '/partners/invoices']) {
      expect(explainPath(given, ['/invoices', '/partners/invoices'])).toEqual({
        part: 'path',
        given,
        expected: given,
        matches: true,
        hint: null,
      });
    }
  });

  const sent = ['/tags/a%20b', '/partners/tags/a%20b'] as const;
  test.each([
    ['https://books.example/tags/a%20b', 'Sign the path alone, without the host.'],
    ['/tags/a%20b?page=1', 'Sign the path alone, without the query.'],
    ['https://books.example/tags/a%20b?page=1', 'Sign the path alone, without the host and the query.'],
    [
      'books.example/tags/a%20b?page=1#x',
      'Sign the path alone, without the host, the query and what follows #.',
    ],
    ['/tags/a b', 'Sign the path percent-encoded, exactly as it is sent, and not decoded.'],
    ['/partners/tags/a b', 'Sign the path percent-encoded, exactly as it is sent, and not decoded.'],
    ['/tags/a%20b/', 'The path that is sent has no slash at its end: sign it without.'],
    ['tags/a%20b', 'Begin the path with a slash.'],
    ['/Tags/a%20b', 'Write the path in the same case as it is sent.'],
    ['/api/tags/a%20b', 'Leave out what stands in front: the path begins with what follows /partners.'],
    ['/invoices', 'The request goes to another path: sign the one that is sent.'],
    [null, 'The path is missing: sign it after the method.'],
  ])('%j is told what to do', (given, hint) => {
    expect(explainPath(given, sent)).toMatchObject({ given, expected: '/tags/a%20b', matches: false, hint });
  });

  test('differs where other letters are encoded, or are encoded otherwise', () => {
    const hintOf = (given: string, ...accepted: [string, ...string[]]) => explainPath(given, accepted).hint;
    expect(hintOf('/tags/a%2520b', '/tags/a%20b')).toMatch(/once too often/);
    expect(hintOf('/tags/%c3%a4', '/tags/%C3%A4')).toMatch(/in the same letters/);
    expect(hintOf('/tags/%41', '/tags/A')).toMatch(/once too often/);
    expect(hintOf('/tags/%zz', '/tags/zz')).toMatch(/another path/);
  });

  test('with a slash at its end is told that no address has one, whether it is sent so or not', () => {
    expect(explainPath('/invoices/', ['/invoices/', '/partners/invoices/'])).toMatchObject({
      matches: true,
      hint: expect.stringMatching(/No address of the API ends in a slash/),
    });
    expect(explainPath('/invoices', ['/invoices/', '/partners/invoices/'])).toMatchObject({
      matches: false,
      hint: 'The path that is sent ends in a slash: send it without, and sign it so.',
    });
  });
});
