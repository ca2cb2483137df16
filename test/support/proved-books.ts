import { v7 as uuidv7 } from 'uuid';
import { sealWorkspace } from '../../src/ledger/seals/seal-workspace.ts';
import { createWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import { accountIds, type NewEntry, postEntry } from './post-entry.ts';
import type { TestDatabase } from './test-database.ts';

export interface FixtureBooks {
  readonly workspaceId: string;
  readonly invoiceId: string;
  readonly memoId: string;
  readonly draftId: string;
  readonly paymentId: string;
  readonly customerId: string;
  readonly tagId: string;
  /** Sealed. */
  readonly journalEntryId: string;
  readonly reversalId: string;
  readonly unsealedEntryId: string;
  readonly accounts: ReadonlyMap<string, string>;
}

interface Document {
  readonly id: string;
  readonly type: 'invoice' | 'memo' | 'quote';
  readonly series: string;
  readonly net: number;
  readonly tax: number;
  readonly draft?: boolean;
  /** Of a memo: the invoice that it names. */
  readonly original?: string;
}

const PLACEHOLDER = '\u{e000}';

/** The rows of a document of one line, as post_document takes them. */
function documentParts(
  { id, type, series, net, tax, draft = false, original }: Document,
  customerId: string,
  taxId: string,
): object {
  const now = '2026-03-01T10:00:00.000Z';
  const invoice = {
    id,
    version: 1,
    invoice_type: type,
    customer_id: customerId,
    date: '2026-03-01',
    due_date: '2026-03-31',
    applied_to_invoice_id: original ?? null,
    currency: 'USD',
    exchange_rate: '1',
    tax_rounding: 'document',
    discount_value: '0',
    discount_type: 'amount',
    subtotal: net,
    discount: 0,
    tax,
    total: net + tax,
    base_total: net + tax,
    is_draft: draft,
    approved_at: draft ? null : now,
    issued: draft ? null : {},
    created_at: now,
    updated_at: now,
  };
  const amounts = { discount_value: '0', discount_type: 'amount', discount: 0, document_discount: 0 };
  const line = {
    line_no: 1,
    id: uuidv7(),
    product_id: uuidv7(),
    quantity: '1',
    price: '100',
    subtotal: net,
    tax,
    total: net + tax,
  };
  const said = {
    ...{ invoiceNumber: PLACEHOLDER, date: invoice.date, dueDate: invoice.due_date },
    products: [{ uuid: line.id, quantity: 1 }],
  };
  const created = { id: uuidv7(), type: `${type}.created`, entity_id: id, document: JSON.stringify(said) };
  const lineTax = {
    line_no: 1,
    tax_no: 1,
    tax_id: taxId,
    name: 'VAT',
    percentage: '8.25',
    inclusive: false,
    compound: false,
  };
  return {
    invoice,
    lines: [{ ...line, ...amounts }],
    line_taxes: tax === 0 ? [] : [{ ...lineTax, taxable: net, amount: tax }],
    tag_ids: [],
    number: { series, placeholder: PLACEHOLDER },
    trail: { audit: [], events: [created] },
  };
}

async function insertMasters({ owner }: TestDatabase, workspaceId: string, salesTaxAccount: string) {
  const [customerId, taxId, tagId] = [uuidv7(), uuidv7(), uuidv7()];
  await owner.query(
    `INSERT INTO customer (workspace_id, id, customer, name_key) VALUES ($1, $2, 'Aimee', 'aimee')`,
    [workspaceId, customerId],
  );
  await owner.query(
    `INSERT INTO tax (workspace_id, id, name, name_key, percentage, sales_account_id, purchase_account_id)
     VALUES ($1, $2, 'VAT', 'vat', 8.25, $3, $3)`,
    [workspaceId, taxId, salesTaxAccount],
  );
  await owner.query(`INSERT INTO tag (workspace_id, id, name, name_key) VALUES ($1, $2, 'north', 'north')`, [
    workspaceId,
    tagId,
  ]);
  return { customerId, taxId, tagId };
}

/** Books with a document of every kind, a reversed journal entry, an allocation, sealed entries and one unsealed. */
export async function makeBooks(clone: TestDatabase): Promise<FixtureBooks> {
  const { database, owner } = clone;
  const workspaceId = await createWorkspace(database, { name: 'Proved', currency: 'USD' });
  const accounts = await accountIds(database, workspaceId);
  const { customerId, taxId, tagId } = await insertMasters(clone, workspaceId, accounts.get('2200')!);
  const [invoiceId, memoId, draftId, quoteId, freeId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const post = (entry: NewEntry) => postEntry(database, workspaceId, entry);
  const file = (document: object) =>
    database.transaction({ workspaceId }, (transaction) =>
      transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]),
    );
  const ofDocument = (id: string, document: Document, sign: number): NewEntry => ({
    effective: '2026-03-01',
    source: document.type,
    sourceId: id,
    openItemId: id,
    customerId,
    parts: documentParts(document, customerId, taxId),
    lines: [
      { account: '1200', amount: sign * (document.net + document.tax), basis: 'accrual', open: true },
      { account: '4000', amount: -sign * document.net, basis: 'accrual', tagIds: [tagId] },
      { account: '2200', amount: -sign * document.tax, basis: 'accrual' },
    ],
  });
  await post(
    ofDocument(invoiceId, { id: invoiceId, type: 'invoice', series: 'INV-', net: 10_000, tax: 825 }, 1),
  );
  await post(ofDocument(memoId, { id: memoId, type: 'memo', series: 'CM-', net: 500, tax: 0 }, -1));
  await file(
    documentParts(
      { id: draftId, type: 'invoice', series: 'INV-', net: 300, tax: 0, draft: true },
      customerId,
      taxId,
    ),
  );
  await file(
    documentParts({ id: quoteId, type: 'quote', series: 'QUO-', net: 300, tax: 0 }, customerId, taxId),
  );
  await file(
    documentParts({ id: freeId, type: 'invoice', series: 'INV-', net: 0, tax: 0 }, customerId, taxId),
  );
  await file(
    documentParts(
      { id: uuidv7(), type: 'memo', series: 'CM-', net: 0, tax: 0, original: invoiceId },
      customerId,
      taxId,
    ),
  );
  await owner.query(
    `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
     VALUES ($1, $2, $3, $4, 500, 500, '2026-03-05')`,
    [workspaceId, uuidv7(), memoId, invoiceId],
  );
  await owner.query('UPDATE invoice SET paid_amount = 500 WHERE workspace_id = $1 AND id IN ($2, $3)', [
    workspaceId,
    memoId,
    invoiceId,
  ]);
  await owner.query('UPDATE invoice SET converted_to_id = $3 WHERE workspace_id = $1 AND id = $2', [
    workspaceId,
    quoteId,
    draftId,
  ]);
  await owner.query('UPDATE invoice SET converted_from_id = $2 WHERE workspace_id = $1 AND id = $3', [
    workspaceId,
    quoteId,
    draftId,
  ]);
  const journalEntryId = await post({
    effective: '2026-03-02',
    lines: [
      { account: '6000', amount: 70 },
      { account: '1000', amount: -70 },
    ],
  });
  const reversalId = await post({
    effective: '2026-03-02',
    kind: 'reversal',
    reversesEntryId: journalEntryId,
    lines: [
      { account: '6000', amount: -70 },
      { account: '1000', amount: 70 },
    ],
  });
  await sealWorkspace(database, workspaceId);
  const unsealedEntryId = await post({
    effective: '2026-03-03',
    lines: [
      { account: '1010', amount: 5 },
      { account: '1000', amount: -5 },
    ],
  });
  // 5.00 of 108.25 are 4.62 of the income and 0.38 of the tax.
  await post({
    effective: '2026-03-05',
    customerId,
    lines: [
      { account: '4000', amount: 500, basis: 'cash', openItemId: memoId, tagIds: [tagId] },
      { account: '4000', amount: -462, basis: 'cash', openItemId: invoiceId, tagIds: [tagId] },
      { account: '2200', amount: -38, basis: 'cash', openItemId: invoiceId },
    ],
  });
  const paymentId = uuidv7();
  await post({
    effective: '2026-03-06',
    source: 'payment',
    sourceId: paymentId,
    openItemId: paymentId,
    customerId,
    lines: [
      { account: '1000', amount: 300 },
      { account: '1200', amount: -300, basis: 'accrual', open: true },
      { account: '2300', amount: -300, basis: 'cash', open: true },
    ],
  });
  await owner.query(
    `INSERT INTO payment (workspace_id, id, kind, customer_id, date, currency, amount, base_amount, account_id)
     VALUES ($1, $2, 'payment', $3, '2026-03-06', 'USD', 300, 300, $4)`,
    [workspaceId, paymentId, customerId, accounts.get('1000')],
  );
  return {
    workspaceId,
    invoiceId,
    memoId,
    draftId,
    paymentId,
    customerId,
    tagId,
    journalEntryId,
    reversalId,
    unsealedEntryId,
    accounts,
  };
}
