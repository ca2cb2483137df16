import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { INVOICE_EXAMPLE } from '../invoices/index.ts';
import type { StatementRecord } from './statement.schema.ts';

/** July of the customer of the examples: one invoice, of which a part was paid. */
export const STATEMENT_EXAMPLE: StatementRecord = {
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  customer: CUSTOMER_EXAMPLE.customer,
  startDate: '2026-07-01',
  endDate: '2026-07-31',
  statements: [
    {
      currency: 'USD',
      openingBalance: '0.00',
      movements: [
        {
          date: '2026-07-01',
          type: 'invoice',
          reversed: false,
          sourceUuid: INVOICE_EXAMPLE.uuid,
          number: INVOICE_EXAMPLE.invoiceNumber,
          dueDate: INVOICE_EXAMPLE.dueDate,
          amount: '250.00',
          balance: '250.00',
        },
        {
          date: '2026-07-10',
          type: 'payment',
          reversed: false,
          sourceUuid: '0197e4a0-6b10-7c2d-9e3f-5a6b7c8d9e0f',
          number: 'Cheque 1042',
          dueDate: null,
          amount: '-100.00',
          balance: '150.00',
        },
      ],
      closingBalance: '150.00',
      aging: {
        notYetDue: '150.00',
        days1To30: '0.00',
        days31To60: '0.00',
        days61To90: '0.00',
        over90: '0.00',
        credits: '0.00',
      },
    },
  ],
};
