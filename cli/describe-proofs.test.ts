import { expect, it } from 'vitest';
import { describeProofs, hold } from './describe-proofs.ts';

const passed = {
  name: 'entries-balance',
  description: 'Every entry balances.',
  checked: 1204,
  failureCount: 0,
  failures: [],
  milliseconds: 12,
};
const failed = {
  ...passed,
  name: 'chain-holds',
  failureCount: 3,
  failures: ['seal 7 is wrong', 'seal 8 is wrong'],
};
const workspace = { workspaceId: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c', workspaceName: 'Books' };

it('verify says of every proof whether it holds, what was checked and in how long', () => {
  const proved = [{ ...workspace, results: [passed] }];
  expect(hold(proved)).toBe(true);
  expect(describeProofs(proved, 0.04)).toBe(
    [
      'Books  0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
      '  ok    entries-balance  1,204 checked  12 ms  Every entry balances.',
      '',
      'Every proof holds: 1 in 1 workspace, 0.0 s.',
    ].join('\n'),
  );
});

it('verify names what failed, and how much more there is', () => {
  const proved = [{ ...workspace, results: [passed, failed] }];
  expect(hold(proved)).toBe(false);
  const text = describeProofs(proved, 1);
  expect(text).toContain('FAIL  chain-holds');
  expect(text).toContain('        seal 7 is wrong\n        seal 8 is wrong\n        and 1 more');
  expect(text).toContain('1 of 2 proofs in 1 workspace failed, 1.0 s.');
});
