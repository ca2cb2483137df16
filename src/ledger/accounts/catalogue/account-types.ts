/** The five kinds of account, in the order of a trial balance. Source: partner-api.md 4.2. */
export const ACCOUNT_TYPES = ['Assets', 'Liabilities', 'Equity', 'Income', 'Expenses'] as const;

export type AccountType = (typeof ACCOUNT_TYPES)[number];

const SPELLINGS: ReadonlyMap<string, AccountType> = new Map([
  ...ACCOUNT_TYPES.map((type) => [type.toLowerCase(), type] as const),
  ['asset', 'Assets'],
  ['liability', 'Liabilities'],
  ['expense', 'Expenses'],
  ['revenue', 'Income'],
]);

/**
 * The account type a filter or body names, in any case; also the singular, and `Revenue` for `Income`.
 *
 * @returns `undefined` for anything else; the caller answers 400
 * Source: partner-api.md 1.1, account type.
 */
export function parseAccountType(text: string): AccountType | undefined {
  return SPELLINGS.get(text.toLowerCase());
}
