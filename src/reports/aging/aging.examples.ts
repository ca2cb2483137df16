import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { VENDOR_EXAMPLE } from '../../purchases/vendors/index.ts';
import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import { INVOICE_EXAMPLE } from '../../sales/invoices/index.ts';
import { EXAMPLE_SEAL, linkOfExample } from '../filters/report.examples.ts';
import type { PayablesAging, ReceivablesAging } from './aging.schema.ts';

const AS_OF = '2026-08-31';
const { receivable, payable } = ACCOUNT_EXAMPLE_IDS;

const NOTHING = {
  notYetOverdue: '0.00',
  lessThanOrEqualTo30: '0.00',
  between31And60: '0.00',
  between61And90: '0.00',
  moreThan90: '0.00',
  credits: '0.00',
};

/** A month after the invoice of the Create Invoice page was due. */
export const RECEIVABLES_AGING_EXAMPLE: ReceivablesAging = {
  asOf: AS_OF,
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Positive is owed by the customer, negative is owed to the customer.',
  rows: [
    {
      customerUuid: CUSTOMER_EXAMPLE.uuid,
      customer: CUSTOMER_EXAMPLE.customer,
      ...NOTHING,
      between31And60: '250.00',
      total: '250.00',
      inDocumentCurrencies: [{ currency: 'USD', total: '250.00' }],
      documents: [
        {
          type: 'invoice',
          sourceUuid: INVOICE_EXAMPLE.uuid,
          number: INVOICE_EXAMPLE.invoiceNumber,
          date: '2026-07-01',
          dueDate: '2026-07-31',
          daysOverdue: 31,
          age: 'between31And60',
          amount: '250.00',
          documentAmount: '250.00',
          documentCurrency: 'USD',
        },
      ],
      link: linkOfExample({
        endDate: AS_OF,
        basis: 'accrual',
        accountUuids: receivable,
        customerUuids: CUSTOMER_EXAMPLE.uuid,
      }),
    },
  ],
  totals: { ...NOTHING, between31And60: '250.00' },
  total: '250.00',
  link: linkOfExample({ endDate: AS_OF, basis: 'accrual', accountUuids: receivable }),
};

/** An opening balance that a journal entry took over. */
export const PAYABLES_AGING_EXAMPLE: PayablesAging = {
  asOf: AS_OF,
  currency: 'USD',
  basis: 'accrual',
  seal: EXAMPLE_SEAL,
  signs: 'Positive is owed to the vendor, negative is owed by the vendor.',
  rows: [
    {
      vendorUuid: VENDOR_EXAMPLE.uuid,
      vendor: VENDOR_EXAMPLE.name,
      ...NOTHING,
      lessThanOrEqualTo30: '120.00',
      total: '120.00',
      inDocumentCurrencies: [{ currency: 'USD', total: '120.00' }],
      link: linkOfExample({
        endDate: AS_OF,
        basis: 'accrual',
        accountUuids: payable,
        vendorUuids: VENDOR_EXAMPLE.uuid,
      }),
    },
  ],
  totals: { ...NOTHING, lessThanOrEqualTo30: '120.00' },
  total: '120.00',
  link: linkOfExample({ endDate: AS_OF, basis: 'accrual', accountUuids: payable }),
};
