import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';
import type { DemoMasters } from './draft-invoices.ts';

/** What a euro was worth in dollars on the first of each month of the year, the newest last. */
const EURO = [
  '1.0531',
  '1.0389',
  '1.0412',
  '1.0817',
  '1.1204',
  '1.1276',
  '1.1508',
  '1.1652',
  '1.1643',
  '1.1738',
  '1.1612',
  '1.1571',
];

const DAYS_SINCE_INVOICE = 70;
const DAYS_SINCE_PAYMENT = 12;

/** A customer abroad, who is billed in euros. */
const CUSTOMER = {
  customer: 'Atelier Moreau SARL',
  email: 'compta@atelier-moreau.example.com',
  mainPhone: '+33 1 55 50 01 42',
  taxExcluded: true,
  billingAddress: {
    street: '18 rue des Tanneries',
    city: 'Paris',
    state: null,
    zipCode: '75013',
    country: 'FR',
  },
};

/**
 * Fills the table of exchange rates for a year and bills a customer in euros, who has paid a part at another rate than that
 * of the invoice.
 *
 * @param today YYYY-MM-DD
 */
export async function billAbroad(client: DemoClient, today: string, masters: DemoMasters): Promise<void> {
  for (const { date, rate } of monthlyRates(today)) {
    const source = 'Monthly reference rate';
    await client.data('PUT', '/exchange-rates', { currency: 'EUR', date, rate, source });
  }
  const { uuid: customerUuid } = await client.data('POST', '/customers', CUSTOMER);
  const product = (code: string) => masters.products.find(({ master }) => master.code === code)!.uuid;
  const invoice = await client.data('POST', '/invoices', {
    customerUuid,
    date: addDays(today, -DAYS_SINCE_INVOICE),
    currency: 'EUR',
    isDraft: false,
    invoiceType: 'invoice',
    products: [
      { productUuid: product('ESTA-001'), quantity: 1, price: 1150 },
      { productUuid: product('LABO-001'), quantity: 6.5, price: 58 },
    ],
    notes: 'Clearing of the apartment on Lakeshore Drive, billed in euros as agreed.',
  });
  await client.data('POST', '/payments', {
    customerUuid,
    date: addDays(today, -DAYS_SINCE_PAYMENT),
    currency: 'EUR',
    amount: 750,
    invoices: [{ id: invoice.uuid, amount: 750 }],
    method: 'transfer',
    reference: 'SEPA 48113',
  });
}

/** The first of this month and of those before it, each with its rate. */
function monthlyRates(today: string): { date: string; rate: string }[] {
  const [year, month] = today.split('-').map(Number);
  return EURO.map((rate, index) => {
    const first = new Date(Date.UTC(year!, month! - EURO.length + index, 1));
    return { date: first.toISOString().slice(0, 10), rate };
  });
}
