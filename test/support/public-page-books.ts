import { createSalesFixtures, createTax, invoiceBody } from './sales-fixtures.ts';
import type { TestServer } from './test-server.ts';
import { multipart } from './upload.ts';

/** Documents whose public pages show all that a page can show, each by its link. */
export async function makePublicDocuments(server: TestServer) {
  const client = server.strict;
  const fixtures = await createSalesFixtures(client);
  const stateTax = await createTax(client, 'Illinois sales tax', 6.25);
  const cityTax = await createTax(client, 'Springfield tax', 3.5);
  const contained = await createTax(client, 'VAT', 19, { inclusive: true });
  const { productUuid } = fixtures;

  async function linkOf(uuid: string): Promise<string> {
    return (await client.get(`/invoices/${uuid}/public-link`)).body.data.url;
  }
  async function make(changes: Record<string, unknown>) {
    const { status, body } = await client.post('/invoices', invoiceBody(fixtures, changes));
    if (status !== 200) throw new Error(JSON.stringify(body));
    const { uuid } = body.data;
    return { uuid, url: await linkOf(uuid), number: body.data.invoiceNumber as string };
  }

  const taxed = await make({
    dueDate: '2999-12-31',
    discount: 5,
    discountType: 'percent',
    discountDescription: 'Loyal customer',
    notes: 'Thank you for your business.\n\nPlease call before arrival next time: the alley was blocked.',
    products: [
      {
        productUuid,
        description: 'Junk removal from residential property, two truckloads, as agreed on site',
        quantity: 2.5,
        price: 249.99,
        taxes: [stateTax, cityTax],
        discount: 25,
      },
      { productUuid, description: 'Old refrigerator', quantity: 1, price: 85, taxes: [stateTax] },
      { productUuid, description: 'Boxes', quantity: 12, price: 3.125, taxes: [] },
    ],
  });
  const partly = await make({ dueDate: '2999-12-31' });
  await client.post('/payments', {
    customerUuid: fixtures.customerUuid,
    date: '2026-07-05',
    amount: 100,
    method: 'card',
    invoices: [{ id: partly.uuid, amount: 100 }],
  });
  const overdue = await make({});
  const inclusive = await make({
    dueDate: '2999-12-31',
    products: [{ productUuid, quantity: 1, price: 119, taxes: [contained] }],
  });
  const quote = await make({ invoiceType: 'quote', dueDate: '2999-12-31' });
  const estimate = await make({ invoiceType: 'estimate', dueDate: '2999-12-31' });
  const expired = await make({ invoiceType: 'quote' });
  const memo = await make({ invoiceType: 'memo' });
  const draft = await make({ isDraft: true, notes: 'Not for anybody yet' });
  const attached = await make({ dueDate: '2999-12-31' });
  const files = [
    { name: 'hours-of-the-whole-crew-on-both-days-of-the-job-in-june.csv', bytes: 'day,hours\n' },
    { name: 'plan.pdf', bytes: '%PDF-1.7\n' },
  ];
  const path = `/invoices/${attached.uuid}/attachments/upload`;
  const uploaded = await client.post(path, undefined, await multipart(files, ['Hours worked']));
  const attachmentUuids = uploaded.body.data.attachments.map(({ uuid }: { uuid: string }) => uuid);
  await client.post(`/invoices/${attached.uuid}/send`, { attachmentUuids });
  const voided = await make({});
  await client.patch(`/invoices/${voided.uuid}/void`);
  return {
    fixtures,
    make,
    linkOf,
    taxed,
    partly,
    overdue,
    inclusive,
    quote,
    estimate,
    expired,
    memo,
    draft,
    attached,
    voided,
  };
}

export type PublicDocuments = Awaited<ReturnType<typeof makePublicDocuments>>;
