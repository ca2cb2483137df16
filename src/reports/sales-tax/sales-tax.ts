import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { comparedPeriod } from '../profit-and-loss/comparison-periods.ts';
import { SALES_TAX_EXAMPLE } from './sales-tax.examples.ts';
import {
  type SalesTaxQuery,
  type SalesTaxReport,
  salesTaxQuery,
  salesTaxSchema,
} from './sales-tax.schema.ts';
import { selectTaxAccounts, selectTaxAmounts } from './sales-tax.store.ts';
import { addUp, netTaxOf, rowOf, TAX_SIGNS, tellFigures } from './tax-figures.ts';

async function generateSalesTax(
  transaction: Transaction,
  workspaceId: string,
  query: SalesTaxQuery,
): Promise<SalesTaxReport> {
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate, compareTo } = query;
  const scope = { startDate, endDate, basis, filter };
  const amounts = await selectTaxAmounts(transaction, workspaceId, scope, currency);
  const comparedTo = compareTo ? comparedPeriod(scope, compareTo) : null;
  const earlier =
    comparedTo && (await selectTaxAmounts(transaction, workspaceId, { ...scope, ...comparedTo }, currency));
  const byRow = Map.groupBy(amounts, rowOf);
  const earlierByRow = earlier && Map.groupBy(earlier, rowOf);
  const byAccount = Map.groupBy(amounts, ({ accountId }) => accountId);
  const accounts = await selectTaxAccounts(transaction, workspaceId, scope, [...byAccount.keys()]);
  const money = moneyIn(currency);
  const linkTo = (accountId: string, more: object = {}) =>
    linkToLines({ startDate, endDate, basis, filter: { ...filter, ...more }, accountIds: [accountId] });
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: TAX_SIGNS,
    comparedTo,
    rows: [...Map.groupBy([...amounts, ...(earlier ?? [])], rowOf)].map(([row, [first]]) => {
      const { taxId, tax, kind, percentage, accountId, accountName } = first!;
      const isAlone = amounts.every((one) => one.taxId !== taxId || rowOf(one) === row);
      return {
        ...{ taxUuid: taxId, tax, kind, percentage, accountUuid: accountId, accountName },
        ...tellFigures(addUp(byRow.get(row) ?? []), money),
        previousNetTax: earlierByRow && money(netTaxOf(earlierByRow.get(row) ?? [])),
        // The ledger tells taxes apart, not the rates of one.
        link: isAlone ? linkTo(accountId, { taxIds: [taxId] }) : null,
      };
    }),
    totals: {
      ...tellFigures(addUp(amounts), money),
      previousNetTax: earlier && money(netTaxOf(earlier)),
    },
    accounts: accounts.map((account) => {
      const own = addUp(byAccount.get(account.id) ?? []);
      const taxes = own.taxOnSales - own.taxOnPurchases;
      const movement = -BigInt(account.movement);
      return {
        ...tellAccount(account),
        taxes: money(taxes),
        other: money(movement - taxes),
        movement: money(movement),
        link: linkTo(account.id),
      };
    }),
  };
}

function toCsv({ comparedTo, rows, totals }: SalesTaxReport): CsvRow[] {
  const figuresOf = (figures: SalesTaxReport['totals']) => [
    ...[figures.taxableSales, figures.taxOnSales, figures.taxablePurchases],
    ...[figures.taxOnPurchases, figures.netTax],
    ...(comparedTo ? [figures.previousNetTax] : []),
  ];
  const head = ['taxableSales', 'taxOnSales', 'taxablePurchases', 'taxOnPurchases', 'netTax'];
  return [
    ['tax', 'kind', 'percentage', 'account', ...head, ...(comparedTo ? ['previousNetTax'] : [])],
    ...rows.map((row) => [row.tax, row.kind, row.percentage, row.accountName, ...figuresOf(row)]),
    ['Total', null, null, null, ...figuresOf(totals)],
  ];
}

/** The sales tax report, by GET and by POST. */
export const SALES_TAX_ENDPOINTS = defineReport({
  path: 'sales-tax',
  operation: 'SalesTaxReport',
  title: 'Sales Tax Report',
  description:
    'What was taxed and how much tax is owed between two days, by tax and rate, read from the journal: what was made void ' +
    'nets out on the day of its reversal. `accounts` ties the tax to the ledger, with what else moved the accounts. With ' +
    '`basis=cash` tax counts when the invoice is paid. The taxable amount of a document in another currency is converted ' +
    'at the document’s rate.',
  query: salesTaxQuery,
  data: salesTaxSchema,
  example: SALES_TAX_EXAMPLE,
  errors: ['NOT_AVAILABLE'],
  generate: generateSalesTax,
  toCsv,
});
