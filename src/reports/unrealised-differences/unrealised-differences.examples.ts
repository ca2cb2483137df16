import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { EXAMPLE_SEAL } from '../filters/report.examples.ts';
import type { UnrealisedDifferences } from './unrealised-differences.schema.ts';

export const UNREALISED_DIFFERENCES_EXAMPLE: UnrealisedDifferences = {
  asOf: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'A gain is positive, a loss negative.',
  rows: [
    {
      control: 'receivable',
      partyUuid: CUSTOMER_EXAMPLE.uuid,
      partyName: CUSTOMER_EXAMPLE.customer,
      documentCurrency: 'EUR',
      openAmount: '1000.00',
      bookedAmount: '1080.00',
      exchangeRate: '1.12',
      exchangeRateDate: '2026-12-01',
      currentAmount: '1120.00',
      difference: '40.00',
    },
  ],
  total: '40.00',
  missingRates: [],
};
