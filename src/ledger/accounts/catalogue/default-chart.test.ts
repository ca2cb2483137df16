import { describe, expect, it } from 'vitest';
import { findAccountSubType } from './account-sub-types.ts';
import { ACCOUNT_TYPES, type AccountType } from './account-types.ts';
import { DEFAULT_CHART, type DefaultAccount } from './default-chart.ts';
import { SYSTEM_ROLES, type SystemRole } from './system-roles.ts';

const TYPE_OF_ROLE: Record<SystemRole, AccountType> = {
  accounts_receivable: 'Assets',
  accounts_payable: 'Liabilities',
  sales_tax: 'Liabilities',
  input_tax: 'Assets',
  uncategorized_income: 'Income',
  uncategorized_expense: 'Expenses',
  undeposited_funds: 'Assets',
  transfers_in_transit: 'Assets',
  customer_credits: 'Liabilities',
  opening_balance_equity: 'Equity',
  retained_earnings: 'Equity',
  realised_currency_gain_loss: 'Expenses',
  withholding_receivable: 'Assets',
  bad_debts: 'Expenses',
  bank_fees: 'Expenses',
};

const subTypeOf = (account: DefaultAccount) => findAccountSubType(account.subTypeId)!;
const ofType = (type: AccountType) => DEFAULT_CHART.filter((account) => subTypeOf(account).type === type);

describe('the chart of a new workspace', () => {
  it('gives each number and each name once, names without regard to case', () => {
    expect(new Set(DEFAULT_CHART.map((account) => account.accountNumber)).size).toBe(DEFAULT_CHART.length);
    expect(new Set(DEFAULT_CHART.map((account) => account.name.toLowerCase())).size).toBe(
      DEFAULT_CHART.length,
    );
  });

  it('names only sub-types of the catalogue, and has accounts of every type', () => {
    for (const account of DEFAULT_CHART) expect(findAccountSubType(account.subTypeId)).toBeDefined();
    expect([...new Set(DEFAULT_CHART.map((account) => subTypeOf(account).type))]).toEqual(ACCOUNT_TYPES);
  });

  it('has every system role exactly once, on an account of the type it posts to', () => {
    const withRole = DEFAULT_CHART.filter((account) => account.role !== undefined);
    expect(withRole.map((account) => account.role).toSorted()).toEqual(SYSTEM_ROLES.toSorted());
    for (const account of withRole) expect(subTypeOf(account).type).toBe(TYPE_OF_ROLE[account.role!]);
  });

  it('is in the order of its four-digit numbers', () => {
    const numbers = DEFAULT_CHART.map((account) => account.accountNumber);
    for (const number of numbers) expect(number).toMatch(/^\d{4}$/);
    expect(numbers).toEqual(numbers.toSorted());
  });

  it('puts a sub-account under an earlier ordinary account of its type that has no parent itself', () => {
    for (const [index, account] of DEFAULT_CHART.entries()) {
      if (account.parentNumber === undefined) continue;
      const earlier = DEFAULT_CHART.slice(0, index);
      const parent = earlier.find((candidate) => candidate.accountNumber === account.parentNumber)!;
      expect(parent).toBeDefined();
      expect(parent.parentNumber).toBeUndefined();
      expect(parent.role).toBeUndefined();
      expect(subTypeOf(parent).type).toBe(subTypeOf(account).type);
    }
  });

  it('lists bank and cash first under assets', () => {
    const physical = ofType('Assets').map((account) => subTypeOf(account).anchorTier !== null);
    expect(physical[0]).toBe(true);
    expect(physical).toEqual(physical.toSorted((left, right) => Number(right) - Number(left)));
  });

  it.each(ACCOUNT_TYPES)(
    'lists under %s an account first that is ordinary and has no sub-accounts',
    (type) => {
      const first = ofType(type)[0]!;
      expect(first.role).toBeUndefined();
      expect(DEFAULT_CHART.some((account) => account.parentNumber === first.accountNumber)).toBe(false);
    },
  );

  it('lists ordinary expenses first and the system accounts last', () => {
    const isSystem = ofType('Expenses').map((account) => account.role !== undefined);
    expect(isSystem).toEqual(isSystem.toSorted((left, right) => Number(left) - Number(right)));
  });

  it('gives names beginning with Uncategorized to the two system accounts only: pickers hide them', () => {
    const hidden = DEFAULT_CHART.filter((account) => account.name.startsWith('Uncategorized'));
    expect(hidden.map((account) => account.role)).toEqual(['uncategorized_income', 'uncategorized_expense']);
  });
});
