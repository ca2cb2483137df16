import { LRUCache } from 'lru-cache';
import type { KnownOpening } from '../../platform/change/change.ts';
import type { Database } from '../../platform/database/database.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';
import { type InvoiceReferences, namesOf, needsExchangeRate } from './invoice-references.ts';

/** Customers, products, taxes and tags that are kept at most, of all workspaces; a kilobyte or less each. */
const MOST_RECORDS = 5000;
const MOST_WORKSPACES = 500;

type NamedRecord =
  | NonNullable<InvoiceReferences['customer']>
  | InvoiceReferences['products'][number]
  | InvoiceReferences['taxes'][number]
  | InvoiceReferences['tags'][number];

interface Home {
  readonly version: string;
  readonly books: InvoiceReferences['books'];
}

/**
 * What a server has looked up for invoices. Each record is kept under the version of its workspace at which it was read, so
 * that none is ever told at another; whether the version still holds is decided where the invoice is posted.
 */
interface KnownReferences {
  readonly homes: LRUCache<string, Home>;
  readonly records: LRUCache<string, NamedRecord>;
}

const KNOWN = new WeakMap<Database, KnownReferences>();

function knownOf(database: Database): KnownReferences {
  let known = KNOWN.get(database);
  if (!known) {
    known = { homes: new LRUCache({ max: MOST_WORKSPACES }), records: new LRUCache({ max: MOST_RECORDS }) };
    KNOWN.set(database, known);
  }
  return known;
}

const keyOf = (workspaceId: string, version: string, id: string) => `${workspaceId} ${version} ${id}`;

/** Keeps what was looked up for an invoice, for those to come. */
export function keepReferences(
  database: Database,
  workspaceId: string,
  { version, books, customer, products, taxes, tags }: InvoiceReferences,
): void {
  if (version === null) return;
  const { homes, records } = knownOf(database);
  homes.set(workspaceId, { version, books });
  const all = [...(customer ? [customer] : []), ...products, ...taxes, ...tags];
  for (const record of all) records.set(keyOf(workspaceId, version, record.id), record);
}

/**
 * What a body names, where all of it is known.
 *
 * @returns undefined where something is not, or is not kept: exchange rates, and what is deleted
 */
export function recallReferences(
  database: Database,
  workspaceId: string,
  body: InvoiceBody,
): KnownOpening | undefined {
  const { homes, records } = knownOf(database);
  const home = homes.get(workspaceId);
  if (!home) return undefined;
  const { version, books } = home;
  if (needsExchangeRate(body) && body.currency !== books.currency) return undefined;
  let isComplete = true;
  const recall = <R extends NamedRecord>(id: string): R => {
    const record = records.get(keyOf(workspaceId, version, id));
    isComplete &&= record !== undefined;
    return record as R;
  };
  const { customerId, productIds, taxIds, tagIds } = namesOf(body);
  const customer = recall<NonNullable<InvoiceReferences['customer']>>(customerId);
  const products = productIds.map(recall<InvoiceReferences['products'][number]>);
  if (!isComplete) return undefined;
  const allTaxIds = new Set([
    ...taxIds,
    ...customer.taxIds,
    ...products.flatMap((product) => product.taxIds),
  ]);
  const references: InvoiceReferences = {
    version,
    books,
    customer,
    products,
    taxes: [...allTaxIds].map(recall<InvoiceReferences['taxes'][number]>),
    tags: tagIds.map(recall<InvoiceReferences['tags'][number]>),
    exchangeRate: null,
    numberTaken: false,
  };
  return isComplete ? { version, today: books.today, rows: [{ named: references }] } : undefined;
}
