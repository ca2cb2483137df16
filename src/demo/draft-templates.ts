import { addDays } from '../platform/dates.ts';
import type { DemoMasters } from './draft-invoices.ts';

/**
 * What the firm bills again and again: a property manager's monthly round, a builder's weekly container, and the yearly
 * cleanout that is paused. The first runs are still to come.
 *
 * @param today YYYY-MM-DD
 */
export function draftDemoTemplates(today: string, masters: DemoMasters): object[] {
  const customer = (name: string) =>
    masters.customers.find(({ master }) => master.body.customer === name)!.uuid;
  const product = (code: string) => masters.products.find(({ master }) => master.code === code)!.uuid;
  return [
    {
      customerUuid: customer('Prairie Property Management'),
      invoiceNumber: 'Monthly round',
      date: addDays(today, 5),
      recurrencePattern: 'monthly',
      inAdvanceCreationDays: 2,
      isDraft: false,
      products: [{ productUuid: product('JUNK-001'), quantity: 4, price: 225 }],
    },
    {
      customerUuid: customer('Capitol Builders, Inc.'),
      invoiceNumber: 'Site container',
      date: addDays(today, 3),
      recurrencePattern: 'weekly',
      recurrenceCount: 26,
      isDraft: false,
      products: [{ productUuid: product('CONS-001'), quantity: 1 }],
    },
    {
      customerUuid: customer('Lincoln Realty Group'),
      invoiceNumber: 'Spring cleanout',
      date: addDays(today, 120),
      recurrencePattern: 'yearly',
      isDraft: true,
      products: [{ productUuid: product('ESTA-001'), quantity: 2 }],
    },
  ];
}
