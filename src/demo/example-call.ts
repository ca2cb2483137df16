import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';
import { AIMEE, JUNK_REMOVAL } from './masters.ts';

const FIRST_NUMBER = 1001;
const MOST_TRIES = 200;

/**
 * The example of the reference's page as a body that this workspace takes: its own customer and product, today, a number
 * that is free. Tried as a dry run, so it works when it is sent.
 *
 * @returns undefined where the demo's customer or product is no longer fit for it
 */
export async function findExampleInvoice(client: DemoClient, today: string): Promise<object | undefined> {
  const { customers } = await client.data('GET', `/customers?search=${AIMEE}`);
  const { products } = await client.data('GET', `/products?search=${JUNK_REMOVAL}&status=active`);
  const customer = customers.find((one: { customer: string }) => one.customer === AIMEE);
  const product = products.find((one: { code: string }) => one.code === JUNK_REMOVAL);
  if (!customer || !product) return undefined;
  for (let number = FIRST_NUMBER; number < FIRST_NUMBER + MOST_TRIES; number += 1) {
    const body = describeInvoice(customer.uuid, product.uuid, `A-${number}`, today);
    const { status, body: answer } = await client.call('POST', '/invoices?dryRun=true', body);
    if (status === 200) return body;
    if (answer.code !== 'DUPLICATE_INVOICE_NUMBER') return undefined;
  }
  return describeInvoice(customer.uuid, product.uuid, `A-${Date.now()}`, today);
}

function describeInvoice(
  customerUuid: string,
  productUuid: string,
  invoiceNumber: string,
  today: string,
): object {
  const description = 'Junk removal from residential property';
  return {
    customerUuid,
    invoiceNumber,
    date: today,
    dueDate: addDays(today, 30),
    isDraft: false,
    invoiceType: 'invoice',
    notes: 'Thank you for your business.',
    products: [{ productUuid, description, quantity: 1, price: 250, taxes: [] }],
  };
}

/**
 * The command, on one line, that makes a signed call from a shell.
 *
 * @param dataDirectory where the call finds demo.json, unless it is the standard place
 */
export function describeCall(
  method: string,
  path: string,
  body: object,
  dataDirectory: string | undefined,
): string {
  const place = dataDirectory === undefined ? '' : `RECOUNT_DATA_DIR=${quote(dataDirectory)} `;
  return `${place}npx recount call ${method} ${path} --data ${quote(JSON.stringify(body))}`;
}

/** Quotes a word for bash, zsh and every other POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
