import type { AccountType } from './account-types.ts';

/** A row of the global catalogue, in the shape the API answers. */
export interface AccountSubType {
  /** The only integer id of the API: the same in every workspace, sparse, never given to another row. */
  readonly id: number;
  readonly type: AccountType;
  readonly name: string;
  readonly description: string;
  /** `PHYSICAL_ACCOUNT`: money really lies there (bank, cash, card); bank lines can be imported and reconciled. */
  readonly anchorTier: 'PHYSICAL_ACCOUNT' | null;
}

type Row = readonly [id: number, name: string, description: string, anchorTier?: 'PHYSICAL_ACCOUNT'];

// Within a type the ids rise in the order of a list: bank and cash first, ordinary expenses first (partner-api.md 4.2).
// The gaps of ten leave room to add a row where it belongs.
const ROWS = {
  Assets: [
    [1010, 'Checking', 'A bank account for everyday money in and out.', 'PHYSICAL_ACCOUNT'],
    [1020, 'Savings', 'A bank account for money set aside.', 'PHYSICAL_ACCOUNT'],
    [1030, 'Money Market', 'A bank account that pays market interest.', 'PHYSICAL_ACCOUNT'],
    [1040, 'Cash', 'Notes and coins: a till or petty cash.', 'PHYSICAL_ACCOUNT'],
    [1050, 'Payment Processor', 'A balance held by a card or payment provider.', 'PHYSICAL_ACCOUNT'],
    [1110, 'Undeposited Funds', 'Payments received that are not yet at the bank.'],
    [1120, 'Transfers in Transit', 'Money that has left one own account and not yet reached the other.'],
    [1210, 'Accounts Receivable', 'What customers owe.'],
    [1310, 'Inventory', 'Goods bought to be sold.'],
    [1320, 'Prepaid Expenses', 'Expenses paid before the period they belong to.'],
    [1330, 'Tax Receivable', 'Tax paid that is recovered from the authority.'],
    [1390, 'Other Short-Term Asset', 'What turns into money within a year.'],
    [1510, 'Fixed Asset', 'Equipment, vehicles, furniture and buildings in use for years.'],
    [1520, 'Accumulated Depreciation', 'What fixed assets have lost in value so far; reduces them.'],
    [1530, 'Intangible Asset', 'Software, patents, licenses and goodwill.'],
    [1590, 'Other Long-Term Asset', 'What stays for more than a year: deposits, loans given, investments.'],
  ],
  Liabilities: [
    [2010, 'Credit Card', 'A company card, paid off from a bank account.', 'PHYSICAL_ACCOUNT'],
    [2020, 'Line of Credit', 'A credit line drawn and repaid as needed.', 'PHYSICAL_ACCOUNT'],
    [2110, 'Accounts Payable', 'What is owed to vendors.'],
    [2210, 'Sales Tax Payable', 'Tax collected from customers and owed to the authority.'],
    [2220, 'Payroll Liabilities', 'Wages, withheld taxes and contributions not yet paid.'],
    [2230, 'Income Tax Payable', 'Tax on profit not yet paid.'],
    [2310, 'Customer Deposits and Credits', 'Money of customers not yet earned or applied.'],
    [2320, 'Deferred Revenue', 'Invoiced for a period still to come.'],
    [2390, 'Other Short-Term Liability', 'What is due within a year.'],
    [2510, 'Long-Term Loan', 'A loan or mortgage repaid over years.'],
    [2520, 'Loan from Owner', 'Money lent by an owner or shareholder.'],
    [2590, 'Other Long-Term Liability', 'What is due after more than a year.'],
  ],
  Equity: [
    [3010, "Owner's Equity", 'What the owners have put in.'],
    [3020, "Owner's Draw", 'What the owners have taken out.'],
    [3110, 'Share Capital', 'Issued shares and paid-in capital.'],
    [3120, 'Dividends', 'Profit paid out to shareholders.'],
    [3210, 'Opening Balance Equity', 'The other side of opening balances.'],
    [3220, 'Retained Earnings', 'Profit of prior years that was not paid out.'],
  ],
  Income: [
    [4010, 'Sales', 'Goods sold to customers.'],
    [4020, 'Service Income', 'Services rendered to customers.'],
    [4030, 'Discounts and Refunds', 'What is given back to customers; reduces income.'],
    [4090, 'Other Income', 'Income beside the ordinary business: interest, gains, grants.'],
  ],
  Expenses: [
    [5010, 'Operating Expense', 'Ordinary costs of running the business.'],
    [5020, 'Advertising and Marketing', 'Finding customers.'],
    [5030, 'Office and Administration', 'Office, software, telephone and postage.'],
    [5040, 'Occupancy', 'Rent, utilities and upkeep of premises.'],
    [5050, 'Vehicle and Travel', 'Fuel, vehicles, travel and meals.'],
    [5060, 'Professional Services', 'Lawyers, accountants, consultants.'],
    [5070, 'Insurance', 'Premiums for business insurance.'],
    [5110, 'Payroll', 'Wages, employer taxes and benefits.'],
    [5210, 'Cost of Goods Sold', 'Goods, materials and labor that went into what was sold.'],
    [5310, 'Depreciation and Amortization', 'The yearly loss in value of fixed assets.'],
    [5320, 'Interest and Bank Charges', 'Interest paid and fees of banks and processors.'],
    [5410, 'Tax', 'Taxes and licenses that are an expense.'],
    [5490, 'Other Expense', 'Costs beside the ordinary business: losses, penalties, exchange differences.'],
  ],
} as const satisfies Record<AccountType, readonly Row[]>;

/** The names of the catalogue, so that a misspelt one in the code does not compile. */
export type AccountSubTypeName = (typeof ROWS)[AccountType][number][1];

/** The whole catalogue: by type in the order of `ACCOUNT_TYPES`, then by id. Source: partner-api.md 4.2. */
export const ACCOUNT_SUB_TYPES: readonly AccountSubType[] = (Object.keys(ROWS) as AccountType[]).flatMap(
  (type) =>
    (ROWS[type] as readonly Row[]).map(([id, name, description, anchorTier = null]) =>
      Object.freeze({ id, type, name, description, anchorTier }),
    ),
);

const BY_ID = new Map(ACCOUNT_SUB_TYPES.map((subType) => [subType.id, subType]));
const BY_NAME = new Map(ACCOUNT_SUB_TYPES.map((subType) => [subType.name, subType]));

/** The sub-type with this id, or `undefined` (the caller answers `Account sub type not found`). */
export function findAccountSubType(id: number): AccountSubType | undefined {
  return BY_ID.get(id);
}

/** The id of a sub-type the code names itself. */
export function accountSubTypeId(name: AccountSubTypeName): number {
  return BY_NAME.get(name)!.id;
}
