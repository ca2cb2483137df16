import { addDays } from '../platform/dates.ts';
import type { MasterCustomer, MasterProduct } from './masters.ts';
import { createRandom, type Random } from './random.ts';

/** A document of the demo, ready to be sent to POST /partners/invoices. */
export interface DemoInvoice {
  /** The app that sends it: the lenient one lets the workspace allot the number and the due date. */
  readonly app: 'strict' | 'lenient';
  readonly body: { readonly date: string; readonly [field: string]: unknown };
}

/** The masters as they were created, with their UUIDs. */
export interface DemoMasters {
  readonly customers: readonly { readonly uuid: string; readonly master: MasterCustomer }[];
  readonly products: readonly { readonly uuid: string; readonly master: MasterProduct }[];
  /** UUIDs of tags by name. */
  readonly tags: ReadonlyMap<string, string>;
}

const SEED = 4010;
const DAYS = 365;
const INVOICES = 116;
const OFFERS = 18;
const MEMOS = 4;
/** Jobs that are booked for the days to come stand as drafts, dated today. */
const BOOKED_JOBS = 9;
/** Invoices of the last days are not all approved yet, offers of the last months are still open. */
const DAYS_OF_DRAFTS = 12;
const DAYS_OF_OFFERS = 80;
const SUNDAY = 0;

/** How often a product is on a line, compared with the others. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'JUNK-001': 10,
  'LABO-001': 5,
  'FURN-001': 4,
  'YARD-001': 4,
  'APPL-001': 3,
  'CONS-001': 3,
  'BOXE-010': 2,
  'BAGS-025': 2,
  'ESTA-001': 1,
  'HOTT-001': 1,
};

const NOTES = [
  'Thank you for your business.',
  'Please call before arrival next time: the alley was blocked.',
  'Donated what could be reused; receipt follows.',
  'Two trips, as agreed on site.',
];

/**
 * A year of documents that ends today, the oldest first, the same in every run but for the dates: invoices, quotes,
 * estimates and credit memos; drafts among the newest.
 *
 * @param today YYYY-MM-DD
 */
export function draftDemoInvoices(today: string, masters: DemoMasters): DemoInvoice[] {
  const random = createRandom(SEED);
  const documents = [
    ...spread(random, today, INVOICES, DAYS).map((date) => draftInvoice(random, today, date, masters)),
    ...spread(random, today, OFFERS, DAYS_OF_OFFERS).map((date, index) =>
      draftOffer(random, date, index, masters),
    ),
    ...Array.from({ length: BOOKED_JOBS }, () => draftBookedJob(random, today, masters)),
    ...spread(random, addDays(today, -20), MEMOS, DAYS - 60).map((date) => draftMemo(random, date, masters)),
  ];
  return documents.sort((a, b) => (a.body.date < b.body.date ? -1 : Number(a.body.date > b.body.date)));
}

/** This many days of the given number that end on `last`, evenly and not quite; nobody hauls junk on a Sunday. */
function spread(random: Random, last: string, count: number, days: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const ago = Math.floor(((count - index - random.next()) / count) * (days - 1));
    const date = addDays(last, -Math.max(0, ago));
    return new Date(date).getUTCDay() === SUNDAY && ago > 0 ? addDays(date, 1) : date;
  });
}

function draftInvoice(random: Random, today: string, date: string, masters: DemoMasters): DemoInvoice {
  const isNew = date > addDays(today, -DAYS_OF_DRAFTS);
  const isDraft = isNew && random.chance(0.4);
  return {
    app: 'lenient',
    body: { ...draftDocument(random, date, masters), isDraft, invoiceType: 'invoice' },
  };
}

function draftBookedJob(random: Random, today: string, masters: DemoMasters): DemoInvoice {
  const body = { ...draftDocument(random, today, masters), isDraft: true, invoiceType: 'invoice' };
  return { app: 'lenient', body };
}

function draftOffer(random: Random, date: string, index: number, masters: DemoMasters): DemoInvoice {
  const invoiceType = index % 2 === 0 ? 'quote' : 'estimate';
  const invoiceNumber = `${invoiceType === 'quote' ? 'Q' : 'E'}-${date.slice(0, 4)}-${String(index + 1).padStart(3, '0')}`;
  const body = draftDocument(random, date, masters);
  return {
    app: 'strict',
    body: { ...body, invoiceNumber, dueDate: addDays(date, 30), isDraft: index === OFFERS - 1, invoiceType },
  };
}

function draftMemo(random: Random, date: string, masters: DemoMasters): DemoInvoice {
  const { products, ...body } = draftDocument(random, date, masters);
  // Left out of the JSON.
  const noDiscount = { discount: undefined, discountType: undefined, discountDescription: undefined };
  const notes = 'Credit for a job that was cut short.';
  return {
    app: 'lenient',
    body: {
      ...body,
      ...noDiscount,
      products: products.slice(0, 1),
      notes,
      isDraft: false,
      invoiceType: 'memo',
    },
  };
}

interface DraftedBody {
  readonly date: string;
  readonly products: readonly object[];
  readonly [field: string]: unknown;
}

function draftDocument(random: Random, date: string, masters: DemoMasters): DraftedBody {
  const { uuid, master } = pickWeighted(random, masters.customers, ({ master: { weight } }) => weight);
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const area = random.pick(['North Side', 'South Side', undefined]);
  const names = [master.tag, area, random.chance(0.15) ? 'Referral' : undefined];
  const tagUuids = names.flatMap((name) => (name === undefined ? [] : (masters.tags.get(name) ?? [])));
  const isLoyal = master.weight >= 12 && random.chance(0.2);
  return {
    customerUuid: uuid,
    date,
    products: pickProducts(random, masters, count).map((product) => draftLine(random, product)),
    tagUuids,
    ...(random.chance(0.4) ? { notes: random.pick(NOTES) } : {}),
    ...(isLoyal ? { discount: 5, discountType: 'percent', discountDescription: 'Loyal customer' } : {}),
  };
}

function draftLine(random: Random, { uuid, master }: DemoMasters['products'][number]): object {
  const quantity = draftQuantity(random, master);
  // Jobs are priced on site, to the next five dollars; goods have one price.
  const varied = Math.round((master.unitPrice * (0.9 + random.next() * 0.3)) / 5) * 5;
  const price =
    master.type === 'good' || master.code === 'LABO-001' || random.chance(0.5) ? master.unitPrice : varied;
  const discounted = master.type === 'service' && random.chance(0.06);
  return {
    productUuid: uuid,
    quantity,
    price,
    ...(discounted ? { discount: 25, discountType: 'amount' } : {}),
  };
}

function draftQuantity(random: Random, { code, type }: MasterProduct): number {
  if (code === 'LABO-001') return random.between(4, 40) / 4;
  if (type === 'good') return random.between(1, 12);
  return random.pick([1, 1, 1, 1, 2, 2, 3]);
}

function pickProducts(random: Random, { products }: DemoMasters, count: number) {
  const sold = products.filter(({ master }) => master.account !== null);
  const picked = new Set<(typeof sold)[number]>();
  while (picked.size < count)
    picked.add(pickWeighted(random, sold, ({ master }) => WEIGHTS[master.code] ?? 1));
  return [...picked];
}

function pickWeighted<T>(random: Random, choices: readonly T[], weigh: (choice: T) => number): T {
  let place = random.next() * choices.reduce((sum, choice) => sum + weigh(choice), 0);
  const found = choices.find((choice) => {
    place -= weigh(choice);
    return place < 0;
  });
  return found!;
}
