import { expect, it } from 'vitest';
import type { Feedback } from '../src/portal/feedback/index.ts';
import { describeFeedback } from './describe-feedback.ts';

const UNHELPFUL: Feedback = {
  id: '0197e1c2-a130-7e66-9c2b-3d4e5f607182',
  page: '/docs/errors',
  section: 'page',
  helpful: false,
  reason: 'Which one?\nAnd why?',
  createdAt: new Date('2026-07-01T14:05:09.120Z'),
};
const HELPFUL: Feedback = { ...UNHELPFUL, page: '/docs', helpful: true, reason: null };
const TOTALS = [
  { page: '/docs/errors', yes: 0, no: 1204 },
  { page: '/docs', yes: 17, no: 0 },
];

it('shows totals by page, and then each answer with its reason', () => {
  expect(describeFeedback({ totals: TOTALS, rows: [UNHELPFUL, HELPFUL], totalRecords: 1221 })).toBe(
    [
      'Page          Yes     No',
      '/docs/errors    0  1,204',
      '/docs          17      0',
      'Total          17  1,204',
      '',
      '2026-07-01 14:05 UTC  no   /docs/errors  (page)',
      '    Which one?',
      '    And why?',
      '',
      '2026-07-01 14:05 UTC  yes  /docs  (page)',
      '',
      'and 1,219 more: ask for them with --limit.',
    ].join('\n'),
  );
});

it('says so where nobody has said anything', () => {
  expect(describeFeedback({ totals: [], rows: [], totalRecords: 0 })).toBe(
    'Nobody has said anything of the pages yet.',
  );
});

it('lets no stranger write on the terminal but plain text', () => {
  const reason = 'red \u001b[31m, back\b, bell\u0007, \u009b2J, reversed \u202e, over\rwritten, é ✓ 漢字';
  const text = describeFeedback({ totals: TOTALS, rows: [{ ...UNHELPFUL, reason }], totalRecords: 1 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(text).toContain('é ✓ 漢字');
});
