import { answered } from '../../platform/http/fields.ts';
import type { TaxAmount } from './tax-amounts.store.ts';

export const TAX_SIGNS =
  'Tax on sales is positive and owed, tax on purchases positive and reclaimed; net tax is owed.';

/** What is told of tax: of one, at a rate, on an account, or of all together. */
export const figuresSchema = {
  taxableSales: answered.money().describe('What tax was reckoned on in invoices, less credit memos.'),
  taxOnSales: answered.money().describe('The tax on it: owed.'),
  taxablePurchases: answered.money().describe('What tax was reckoned on in purchases.'),
  taxOnPurchases: answered.money().describe('The tax on it: to be reclaimed.'),
  netTax: answered.money().describe('The tax on sales less the tax on purchases.'),
};

interface Figures {
  readonly taxableSales: bigint;
  readonly taxOnSales: bigint;
  readonly taxablePurchases: bigint;
  readonly taxOnPurchases: bigint;
}

/** Amounts of one row or of all: sales stand on the credit side, purchases on the debit side. */
export function addUp(amounts: readonly Pick<TaxAmount, 'isPurchase' | 'taxable' | 'amount'>[]): Figures {
  const sum = (isPurchase: boolean, figure: 'taxable' | 'amount') =>
    amounts.reduce((total, one) => (one.isPurchase === isPurchase ? total + BigInt(one[figure]) : total), 0n);
  return {
    taxableSales: -sum(false, 'taxable'),
    taxOnSales: -sum(false, 'amount'),
    taxablePurchases: sum(true, 'taxable'),
    taxOnPurchases: sum(true, 'amount'),
  };
}

/** What amounts come to that is owed: the tax on sales less that on purchases. */
export const netTaxOf = (amounts: readonly Pick<TaxAmount, 'amount'>[]): bigint =>
  -amounts.reduce((total, { amount }) => total + BigInt(amount), 0n);

/** Figures as they are answered; `figuresSchema` is the schema of it. */
export function tellFigures(figures: Figures, money: (amount: bigint) => string) {
  return {
    taxableSales: money(figures.taxableSales),
    taxOnSales: money(figures.taxOnSales),
    taxablePurchases: money(figures.taxablePurchases),
    taxOnPurchases: money(figures.taxOnPurchases),
    netTax: money(figures.taxOnSales - figures.taxOnPurchases),
  };
}

/** The amounts that share a row: of a tax, at a rate, on an account. */
export const rowOf = ({ taxId, percentage, accountId }: TaxAmount) => `${taxId} ${percentage} ${accountId}`;
