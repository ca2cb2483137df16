import { type AccountSubTypeName, accountSubTypeId } from './account-sub-types.ts';
import type { SystemRole } from './system-roles.ts';

/** An account every new workspace begins with. */
export interface DefaultAccount {
  /** Four digits; lists are in the order of these numbers. */
  readonly accountNumber: string;
  readonly name: string;
  readonly subTypeId: number;
  /** What the server itself posts here; such an account is not editable. */
  readonly role?: SystemRole;
  /** The number of the parent, which has the same type and no parent itself. */
  readonly parentNumber?: string;
}

/** What the server posts to (`role`), or under which account this one stands (`parentNumber`). */
type Place = Pick<DefaultAccount, 'role' | 'parentNumber'>;

function account(
  accountNumber: string,
  name: string,
  subType: AccountSubTypeName,
  place: Place = {},
): DefaultAccount {
  return Object.freeze({ accountNumber, name, subTypeId: accountSubTypeId(subType), ...place });
}

const ASSETS = [
  account('1000', 'Checking', 'Checking'),
  account('1010', 'Savings', 'Savings'),
  account('1020', 'Petty Cash', 'Cash'),
  account('1100', 'Undeposited Funds', 'Undeposited Funds', { role: 'undeposited_funds' }),
  account('1110', 'Transfers in Transit', 'Transfers in Transit', { role: 'transfers_in_transit' }),
  account('1200', 'Accounts Receivable', 'Accounts Receivable', { role: 'accounts_receivable' }),
  account('1300', 'Inventory', 'Inventory'),
  account('1310', 'Prepaid Expenses', 'Prepaid Expenses'),
  account('1320', 'Input Tax', 'Tax Receivable', { role: 'input_tax' }),
  account('1330', 'Withholding Receivable', 'Tax Receivable', { role: 'withholding_receivable' }),
  account('1500', 'Equipment', 'Fixed Asset'),
  account('1510', 'Vehicles', 'Fixed Asset'),
  account('1590', 'Accumulated Depreciation', 'Accumulated Depreciation'),
];

const LIABILITIES = [
  account('2000', 'Credit Card', 'Credit Card'),
  account('2100', 'Accounts Payable', 'Accounts Payable', { role: 'accounts_payable' }),
  account('2200', 'Sales Tax Payable', 'Sales Tax Payable', { role: 'sales_tax' }),
  account('2210', 'Payroll Liabilities', 'Payroll Liabilities'),
  account('2220', 'Income Tax Payable', 'Income Tax Payable'),
  account('2300', 'Customer Credits', 'Customer Deposits and Credits', { role: 'customer_credits' }),
  account('2500', 'Bank Loan', 'Long-Term Loan'),
  account('2510', 'Loan from Owner', 'Loan from Owner'),
];

const EQUITY = [
  account('3000', "Owner's Equity", "Owner's Equity"),
  account('3010', "Owner's Draw", "Owner's Draw"),
  account('3800', 'Opening Balance Equity', 'Opening Balance Equity', { role: 'opening_balance_equity' }),
  account('3900', 'Retained Earnings', 'Retained Earnings', { role: 'retained_earnings' }),
];

const INCOME = [
  account('4000', 'Sales', 'Sales'),
  account('4100', 'Service Income', 'Service Income'),
  account('4110', 'Consulting', 'Service Income', { parentNumber: '4100' }),
  account('4120', 'Installation', 'Service Income', { parentNumber: '4100' }),
  account('4200', 'Shipping Income', 'Sales'),
  account('4300', 'Sales Discounts and Refunds', 'Discounts and Refunds'),
  account('4800', 'Interest Income', 'Other Income'),
  account('4810', 'Other Income', 'Other Income'),
  account('4900', 'Uncategorized Income', 'Other Income', { role: 'uncategorized_income' }),
];

// Ordinary expenses come before cost of goods sold, against the custom of most charts: the first row of
// `type=Expenses` is what clients take for a bill line or a bank line (partner-api.md 4.2, List order).
const EXPENSES = [
  account('6000', 'Office Supplies', 'Office and Administration'),
  account('6010', 'Software and Subscriptions', 'Office and Administration'),
  account('6020', 'Telephone and Internet', 'Office and Administration'),
  account('6100', 'Advertising and Marketing', 'Advertising and Marketing'),
  account('6200', 'Rent', 'Occupancy'),
  account('6210', 'Utilities', 'Occupancy'),
  account('6240', 'Repairs and Maintenance', 'Occupancy'),
  account('6300', 'Fuel', 'Vehicle and Travel'),
  account('6310', 'Vehicle Expenses', 'Vehicle and Travel'),
  account('6320', 'Travel', 'Vehicle and Travel'),
  account('6330', 'Meals and Entertainment', 'Vehicle and Travel'),
  account('6400', 'Professional Fees', 'Professional Services'),
  account('6410', 'Contractors', 'Professional Services'),
  account('6420', 'Insurance', 'Insurance'),
  account('6430', 'Training and Education', 'Operating Expense'),
  account('6500', 'Wages and Salaries', 'Payroll'),
  account('6510', 'Payroll Taxes', 'Payroll'),
  account('6520', 'Employee Benefits', 'Payroll'),
  account('6600', 'Cost of Goods Sold', 'Cost of Goods Sold'),
  account('6610', 'Materials', 'Cost of Goods Sold', { parentNumber: '6600' }),
  account('6620', 'Subcontracted Labor', 'Cost of Goods Sold', { parentNumber: '6600' }),
  account('6700', 'Depreciation', 'Depreciation and Amortization'),
  account('6710', 'Interest Expense', 'Interest and Bank Charges'),
  account('6720', 'Taxes and Licenses', 'Tax'),
  account('6730', 'Income Tax Expense', 'Tax'),
  account('6900', 'Bank Fees', 'Interest and Bank Charges', { role: 'bank_fees' }),
  account('6910', 'Bad Debts', 'Other Expense', { role: 'bad_debts' }),
  account('6920', 'Realised Currency Gain/Loss', 'Other Expense', { role: 'realised_currency_gain_loss' }),
  account('6990', 'Uncategorized Expense', 'Other Expense', { role: 'uncategorized_expense' }),
];

/**
 * The chart of accounts of a new workspace, in the order of its numbers, parents before their sub-accounts.
 *
 * Every system role is there once. The first rows of assets, income and expenses are ordinary accounts, fit for a bank
 * line, an invoice line and a bill line.
 * Source: ledger.md 4, system accounts; partner-api.md 4.2, List order.
 */
export const DEFAULT_CHART: readonly DefaultAccount[] = [
  ...ASSETS,
  ...LIABILITIES,
  ...EQUITY,
  ...INCOME,
  ...EXPENSES,
];
