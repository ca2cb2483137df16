import { expect, it } from 'vitest';
import { insertErrorCodes } from './error-codes.ts';
import { toGuide } from './guides.ts';
import type { ErrorPage } from './pages.ts';

const error = (code: string, status: number, message: string) =>
  ({ code, status, message, path: `/docs/errors/${code.toLowerCase()}` }) as ErrorPage;

it('a guide that asks for the error codes gets a table of them by status, in the order of the registry', () => {
  const guide = toGuide('errors', '# Errors\n\nAll of them.\n\n<!-- error-codes -->\n\nThe end.\n');
  const errors = [
    error('GONE', 404, 'Not there.'),
    error('WRONG', 400, 'a|b $&'),
    error('AWAY', 404, 'Away.'),
  ];
  expect(insertErrorCodes(guide, errors).markdown).toBe(
    [
      'All of them.\n',
      '| code | status | message |',
      '|---|---|---|',
      '| [WRONG](/docs/errors/wrong) | 400 | a\\|b $& |',
      '| [GONE](/docs/errors/gone) | 404 | Not there. |',
      '| [AWAY](/docs/errors/away) | 404 | Away. |',
      '\nThe end.',
    ].join('\n'),
  );
});

it('a guide that does not ask for the error codes stays as it is', () => {
  const guide = toGuide('other', '# Other\n\nNothing of the kind.\n');
  expect(insertErrorCodes(guide, [])).toBe(guide);
});
