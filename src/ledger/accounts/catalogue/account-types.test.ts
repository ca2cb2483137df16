import { describe, expect, it } from 'vitest';
import { ACCOUNT_TYPES, parseAccountType } from './account-types.ts';

describe('the account type a request names', () => {
  it.each(ACCOUNT_TYPES)('is %s in any case', (type) => {
    expect(parseAccountType(type)).toBe(type);
    expect(parseAccountType(type.toUpperCase())).toBe(type);
    expect(parseAccountType(type.toLowerCase())).toBe(type);
  });

  it.each([
    ['Revenue', 'Income'],
    ['REVENUE', 'Income'],
    ['Asset', 'Assets'],
    ['liability', 'Liabilities'],
    ['Expense', 'Expenses'],
  ])('takes %s for %s', (text, type) => {
    expect(parseAccountType(text)).toBe(type);
  });

  it.each(['', ' Assets', 'Cash', 'constructor', 'Assets,Income'])('does not know %j', (text) => {
    expect(parseAccountType(text)).toBeUndefined();
  });
});
