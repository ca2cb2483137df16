import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { type App, createApp } from '../app.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { ACCOUNT_EXAMPLE_IDS, MERGED_ACCOUNT_EXAMPLE } from '../ledger/accounts/account.examples.ts';
import { createWorkspace } from '../ledger/workspaces/create-workspace.ts';
import { addDays } from '../platform/dates.ts';
import { createDiskStore } from '../platform/files/disk-store.ts';
import type { Endpoint } from '../platform/http/endpoint.ts';
import { CUSTOMER_EXAMPLE } from '../sales/customers/customer.examples.ts';
import { CREATE_INVOICE_EXAMPLE } from '../sales/invoices/invoice.examples.ts';
import { createDemoClient, type DemoClient } from './demo-client.ts';
import { today } from './demo-day.ts';
import type { DemoFile } from './demo-file.ts';
import { openDemo } from './open-demo.ts';
import { findSubstitutions } from './substitutions.ts';

let clone: TestDatabase;
let app: App;
let dataDirectory: string;
let demo: DemoFile;
let client: DemoClient;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  const { database } = clone;
  const secretKey = randomBytes(32);
  dataDirectory = await mkdtemp(join(tmpdir(), 'recount-substitutions-'));
  app = createApp({ database, secretKey, logLevel: 'silent', files: createDiskStore(dataDirectory) });
  const { signal } = new AbortController();
  const places = { dataDirectory, baseUrl: 'http://127.0.0.1:4010', publicUrl: undefined };
  demo = (await openDemo({ app, database, secretKey, ...places, signal, say: () => {} })).content;
  client = createDemoClient(app.server, demo);
});
afterAll(async () => {
  await app.close();
  await clone.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const find = () => findSubstitutions(clone.database, demo.workspaceId);

/**
 * Those whose example names or makes something. The tokens of the examples are nobody's, the address of the attachment leads
 * nowhere, and an upload's body is no JSON.
 */
const printed = ENDPOINTS.filter(
  ({ tag, operationId, params, examples }) =>
    tag !== 'Authentication' &&
    !['addInvoiceAttachments', 'uploadInvoiceAttachments'].includes(operationId) &&
    (params || Object.keys(examples.body ?? {}).length > 0),
);

/** An endpoint's example as the console sends it: whole texts replaced, and nothing else. */
async function sendExample({ method, path, operationId, examples }: Endpoint) {
  const { substitutions, operationSubstitutions } = await find();
  const all: Record<string, string> = { ...substitutions, ...operationSubstitutions[operationId] };
  const replaced = JSON.stringify(examples.body ?? {}, (_key, value) =>
    typeof value === 'string' && Object.hasOwn(all, value) ? all[value] : value,
  );
  const { id, attachmentId } = {
    ...(examples.data as Record<string, string> | undefined),
    ...examples.params,
  };
  const place = path
    .replace('/partners', '')
    .replace('{id}', all[id!] ?? id!)
    .replace('{attachmentId}', all[attachmentId!] ?? attachmentId!);
  return client.call(method, place, JSON.parse(replaced));
}

/** The demo has one attachment alone, which is deleted last. */
async function attachNote(text: string): Promise<void> {
  const { operationSubstitutions } = await find();
  const [invoice] = Object.values(operationSubstitutions.listInvoiceAttachments!);
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/plain' }), 'note.txt');
  expect((await client.upload(`/invoices/${invoice}/attachments/upload`, form)).status).toBe(201);
}

/** There is one draft at a time, and its period must be over: so each example of a return needs the others undone. */
async function prepareTaxReturns(operationId: string): Promise<void> {
  const { taxReturns } = await client.data('GET', '/tax-returns');
  const draft = taxReturns.find(({ status }: { status: string }) => status === 'draft');
  const last = taxReturns.find(({ status }: { status: string }) => status === 'filed');
  if (operationId === 'createTaxReturn' && draft) await client.data('DELETE', `/tax-returns/${draft.uuid}`);
  if (operationId === 'unfileTaxReturn' && draft)
    await client.data('POST', `/tax-returns/${draft.uuid}/file`, {});
  if (operationId === 'fileTaxReturn' && !draft)
    await client.data('POST', `/tax-returns/${last.uuid}/unfile`, { reason: 'Once more' });
  if (operationId === 'deleteTaxReturn' && !draft) await client.data('POST', '/tax-returns', {});
}

describe('in the demo workspace', () => {
  it.each(printed.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    'the example of %s works as it is printed, and works again',
    async (_name, endpoint) => {
      for (const time of ['first', 'second', 'third']) {
        if (endpoint.operationId === 'deleteInvoiceAttachment') await attachNote(time);
        if (endpoint.tag === 'Tax Returns') await prepareTaxReturns(endpoint.operationId);
        const { status, body } = await sendExample(endpoint);
        expect(status, JSON.stringify(body)).toBe(endpoint.status);
      }
    },
  );

  it('stand the records of the demo for those of the examples', async () => {
    const { substitutions } = await find();
    const answer = await client.data('GET', `/customers/${substitutions[CUSTOMER_EXAMPLE.uuid]}`);
    expect(answer).toMatchObject({ customer: 'Aimee', email: 'aimee@example.com' });
    for (const example of Object.keys(substitutions))
      expect(Object.values(substitutions)).not.toContain(example);
  });

  it('nothing is deleted by an example that a template names', async () => {
    const deleted = (operationSubstitutions: Record<string, Record<string, string>>) =>
      ['deleteProduct', 'deleteCustomer', 'deleteVendor'].map(
        (operationId) => Object.values(operationSubstitutions[operationId]!)[0],
      );
    const { substitutions, operationSubstitutions } = await find();
    const [productUuid, customerUuid, vendorUuid] = deleted(operationSubstitutions);
    const accountUuid = substitutions[ACCOUNT_EXAMPLE_IDS.checking];
    const categoryAccountUuid = substitutions[ACCOUNT_EXAMPLE_IDS.serviceIncome];
    await client.data('PATCH', `/products/${productUuid}`, { categoryAccountUuid });
    const schedule = { date: today(), recurrencePattern: 'monthly' };
    const products = [{ productUuid, quantity: 1, price: 1 }];
    await client.data('POST', '/recurring-invoice-templates', { customerUuid, ...schedule, products });
    await client.data('POST', '/recurring-journal-entry-templates', {
      ...{ descriptionEntry: 'Expected', ...schedule },
      lines: [
        { accountUuid, amountDebit: 1, vendorUuid },
        { accountUuid, amountCredit: 1 },
      ],
    });
    const now = deleted((await find()).operationSubstitutions);
    expect([productUuid, customerUuid, vendorUuid].filter((id) => now.includes(id))).toEqual([]);
  });

  it('the number of an invoice is the one after the highest that is taken', async () => {
    const { invoiceNumber } = CREATE_INVOICE_EXAMPLE;
    const { substitutions } = await find();
    const text = JSON.stringify(CREATE_INVOICE_EXAMPLE);
    const body = JSON.parse(text, (_key, value) => substitutions[value] ?? value);
    expect((await client.call('POST', '/invoices', { ...body, invoiceNumber: 'a-2040' })).status).toBe(200);
    expect((await client.call('POST', '/invoices', { ...body, invoiceNumber: 'A-x9999' })).status).toBe(200);
    expect((await find()).substitutions[invoiceNumber]).toBe('A-2041');
  });
});

/** Examples that settle find no record, only a date that is open. */
const NOTHING_TO_SETTLE = {
  applyMultipleCreditToInvoice: { '2026-07-15': today() },
  applyCreditToMultipleInvoices: { '2026-07-15': today() },
  removeCredit: {},
  removeTransaction: {},
  writeOffInvoice: { '2026-07-15': today() },
  createPayment: { '2026-07-10': today() },
  getPayment: {},
  unapplyPayment: {},
  deletePayment: {},
  applyPayment: { '2026-07-20': today() },
  createRefund: { '2026-07-22': today() },
};

it('nothing of the demo shows in another workspace, where the examples’ own names are free', async () => {
  const other = await createWorkspace(clone.database, { name: 'Empty', currency: 'USD' });
  const { substitutions, operationSubstitutions } = await findSubstitutions(clone.database, other);
  const own = Object.values((await find()).substitutions);
  expect(Object.values(substitutions).filter((id) => own.includes(id))).toEqual([]);
  expect(substitutions[CUSTOMER_EXAMPLE.uuid]).toBeUndefined();
  expect(substitutions['A-1001']).toBe('A-1001');
  expect(operationSubstitutions).toEqual({
    ...NOTHING_TO_SETTLE,
    createTaxReturn: {},
    updateTaxReturn: {},
    unfileTaxReturn: {},
    listInvoiceAttachments: {},
    downloadInvoiceAttachment: {},
    deleteInvoiceAttachment: {},
    deleteExchangeRate: {},
    createInvoice: { '2026-07-01': today(), '2026-07-31': addDays(today(), 30) },
    updateInvoice: { '2026-08-15': addDays(today(), 45) },
    convertQuote: { '2026-07-01': today(), '2026-07-31': addDays(today(), 30) },
    createRecurringInvoiceTemplate: {
      '2026-07-31': addDays(today(), 30),
      '2026-08-14': addDays(today(), 44),
    },
    updateRecurringInvoiceTemplate: { '2027-12-31': addDays(today(), 400) },
    createRecurringJournalEntryTemplate: { '2026-07-31': addDays(today(), 30) },
    updateRecurringJournalEntryTemplate: { '2027-12-31': addDays(today(), 400) },
    createCustomer: { 'aimee@example.com': 'aimee@example.com' },
    createTax: { 'Sales tax': 'Sales tax' },
    createTag: { 'Downtown office': 'Downtown office' },
    deleteCustomer: {},
    deleteProduct: {},
    deleteTax: {},
    sendInvoice: {},
    getElectronicInvoice: {},
    deleteVendor: {},
    mergeCustomer: {},
    unmergeCustomer: {},
    mergeVendor: {},
    unmergeVendor: {},
    mergeAccount: {
      [MERGED_ACCOUNT_EXAMPLE.uuid]: expect.any(String),
      [ACCOUNT_EXAMPLE_IDS.recyclingFees]: expect.any(String),
    },
    unmergeAccount: {},
    createTagGroup: { Office: 'Office' },
    deleteTag: {},
    deleteTagGroup: {},
    createAccount: { 'Recycling Fees': 'Recycling Fees' },
    bulkCreateAccounts: { 'Recycling Fees': 'Recycling Fees' },
    deleteAccount: { [ACCOUNT_EXAMPLE_IDS.recyclingFees]: expect.any(String) },
  });
});
