import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { EXAMPLE_SEAL, exampleLink } from '../filters/report.examples.ts';
import { type ProfitAndLoss, SECTIONS } from './profit-and-loss.schema.ts';

const INCOME_ROW: ProfitAndLoss['sections'][number]['rows'][number] = {
  accountUuid: ACCOUNT_EXAMPLE_IDS.serviceIncome,
  accountNumber: '4100',
  accountName: 'Service Income',
  type: 'Income',
  subType: 'Service Income',
  parentAccountUuid: null,
  amount: '250.00',
  amounts: ['250.00', '0.00'],
  link: exampleLink(ACCOUNT_EXAMPLE_IDS.serviceIncome, '2026-01-01'),
};

/** The year of the invoice of the Create Invoice page, and nothing else. */
export const PROFIT_AND_LOSS_EXAMPLE: ProfitAndLoss = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Income is positive, expenses are negative; each total is the sum of what stands above it.',
  columns: [
    {
      name: '2026-01-01 to 2026-12-31',
      kind: 'period',
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      tagUuid: null,
    },
    {
      name: 'Previous year',
      kind: 'previous',
      startDate: '2025-01-01',
      endDate: '2025-12-31',
      tagUuid: null,
    },
  ],
  sections: SECTIONS.map(({ key, name }) => ({
    key,
    name,
    rows: key === 'income' ? [INCOME_ROW] : [],
    total: key === 'income' ? '250.00' : '0.00',
    totals: [key === 'income' ? '250.00' : '0.00', '0.00'],
  })),
  totalIncome: '250.00',
  totalCostOfSales: '0.00',
  grossProfit: '250.00',
  totalExpenses: '0.00',
  netIncome: '250.00',
  netIncomes: ['250.00', '0.00'],
};
