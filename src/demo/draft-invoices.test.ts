import { describe, expect, it } from 'vitest';
import { addDays } from '../platform/dates.ts';
import { draftDemoInvoices } from './draft-invoices.ts';
import { CUSTOMERS, PRODUCTS, TAGS } from './masters.ts';

const masters = {
  customers: CUSTOMERS.map((master) => ({ uuid: master.body.customer, master })),
  products: PRODUCTS.map((master) => ({ uuid: master.code, master })),
  tags: new Map(TAGS.map(({ name }) => [name, name])),
};

describe.each(['2026-11-22', '2024-02-29', '2027-01-01'])('the demo’s documents on %s', (today) => {
  const documents = draftDemoInvoices(today, masters);

  it('are the same in every run', () => {
    expect(draftDemoInvoices(today, masters)).toEqual(documents);
  });

  it('span the year that ends today, the oldest first', () => {
    const dates = documents.map(({ body }) => body.date);
    expect(dates).toEqual([...dates].sort());
    expect(dates[0]! <= addDays(today, -355)).toBe(true);
    expect(dates[0]! > addDays(today, -366)).toBe(true);
    expect(dates.at(-1)! <= today).toBe(true);
    expect(dates.at(-1)! >= addDays(today, -3)).toBe(true);
  });

  it('are of every type, with drafts among them', () => {
    const types = Map.groupBy(documents, ({ body }) => body.invoiceType);
    expect([...types.keys()].sort()).toEqual(['estimate', 'invoice', 'memo', 'quote']);
    expect(documents.filter(({ body }) => body.isDraft).length).toBeGreaterThan(1);
    expect(documents.length).toBeGreaterThan(120);
  });

  it('name neither inactive customers nor products without a category account', () => {
    const inactive = CUSTOMERS.filter(({ body }) => body.status === 'inactive').map(
      ({ body }) => body.customer,
    );
    const unfit = PRODUCTS.filter(({ account }) => account === null).map(({ code }) => code);
    const text = JSON.stringify(documents);
    for (const name of [...inactive, ...unfit]) expect(text).not.toContain(`"${name}"`);
  });
});
