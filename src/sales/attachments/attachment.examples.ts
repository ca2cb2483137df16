import { INVOICE_EXAMPLE_IDS } from '../invoices/invoice.examples.ts';

export const ATTACHMENT_EXAMPLE_INVOICE = INVOICE_EXAMPLE_IDS.invoice;

const uuid = '0197e1c4-3b20-7d41-8a6e-91c2b7f04d18';

export const ATTACHMENT_EXAMPLE = {
  id: uuid,
  uuid,
  title: 'Delivery note',
  fileName: 'delivery-note.pdf',
  contentType: 'application/pdf',
  size: 48_213,
  sha256: '7d8f3c1e9b2a4c6d5e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d',
  url: `https://recount.example/partners/invoices/${ATTACHMENT_EXAMPLE_INVOICE}/attachments/${uuid}`,
  sharedAt: null,
  createdAt: '2026-07-01T10:24:31.000Z',
  deletedAt: null,
  deletedBy: null,
  retainedUntil: null,
};

const uploaded = '0197e1c4-3b5e-7c0a-9f21-5d8be6a3407c';

/** What becomes of the file in the example of an upload. */
export const UPLOAD_EXAMPLE = {
  ...ATTACHMENT_EXAMPLE,
  id: uploaded,
  uuid: uploaded,
  title: 'Hours worked',
  fileName: 'hours.csv',
  contentType: 'text/csv',
  size: 38,
  sha256: '4916ab96ce06aa69f853b310776e15ca02ee8d6f5f6b8c553af795abdad398e4',
  url: `https://recount.example/partners/invoices/${ATTACHMENT_EXAMPLE_INVOICE}/attachments/${uploaded}`,
};
