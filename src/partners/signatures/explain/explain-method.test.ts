import { expect, test } from 'vitest';
import { explainMethod } from './explain-method.ts';

test('the method that is sent matches, and HEAD may be signed as GET', () => {
  expect(explainMethod('POST', ['POST'])).toMatchObject({ matches: true, hint: null });
  expect(explainMethod('GET', ['HEAD', 'GET'])).toMatchObject({ expected: 'GET', matches: true });
});

test.each([
  ['post', 'Write the method in upper case and without blanks: POST.'],
  [' POST', 'Write the method in upper case and without blanks: POST.'],
  ['PUT', 'The request is sent with POST: sign the method that is sent.'],
  [null, 'The method is missing: the string begins with it, in upper case.'],
])('%j in place of POST is told what to do', (given, hint) => {
  expect(explainMethod(given, ['POST'])).toEqual({
    part: 'method',
    given,
    expected: 'POST',
    matches: false,
    hint,
  });
});
