import type { z } from 'zod';
import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { INVOICE_EXAMPLE } from '../../sales/invoices/index.ts';
import { EXAMPLE_SEAL } from '../filters/report.examples.ts';
import type { payablesAgingSchema, receivablesAgingSchema } from './aging.schema.ts';

const NOTHING = {
  notYetOverdue: '0.00',
  lessThanOrEqualTo30: '0.00',
  between31And60: '0.00',
  between61And90: '0.00',
  moreThan90: '0.00',
  credits: '0.00',
  total: '0.00',
};
const HEAD = { currency: 'USD', seal: EXAMPLE_SEAL };
const OPEN = { ...NOTHING, lessThanOrEqualTo30: '250.00', total: '250.00' };
const AS_OF = '2026-08-15';

/** The invoice of the Create Invoice page, two weeks after it was due. */
export const RECEIVABLES_AGING_EXAMPLE: z.output<typeof receivablesAgingSchema> = {
  asOf: AS_OF,
  ...HEAD,
  signs: 'What is owed is positive; credits are negative.',
  ...OPEN,
  rows: [
    {
      customerUuid: CUSTOMER_EXAMPLE.uuid,
      customerName: CUSTOMER_EXAMPLE.customer,
      ...OPEN,
      documents: [
        {
          type: 'invoice',
          uuid: INVOICE_EXAMPLE.uuid,
          number: INVOICE_EXAMPLE.invoiceNumber,
          date: '2026-07-01',
          dueDate: '2026-07-31',
          daysOverdue: 15,
          currency: 'USD',
          amount: '250.00',
          baseAmount: '250.00',
        },
      ],
      link: `/partners/reports/general-ledger?endDate=${AS_OF}&basis=accrual&accountUuids=${ACCOUNT_EXAMPLE_IDS.receivable}&customerUuids=${CUSTOMER_EXAMPLE.uuid}`,
    },
  ],
  totalRecords: 1,
};

/** Nothing is owed. */
export const PAYABLES_AGING_EXAMPLE: z.output<typeof payablesAgingSchema> = {
  asOf: AS_OF,
  ...HEAD,
  signs: 'What is owed is positive; credits are negative.',
  ...NOTHING,
  rows: [],
  totalRecords: 0,
};
