import type { Random } from '../../src/demo/random.ts';

/** A document as far as settling it goes. */
export interface KnownDocument {
  readonly uuid: string;
  readonly type: string;
  readonly customerUuid: string;
  readonly currency: string;
  readonly date: string;
  readonly isDraft: boolean;
  /** Approved and not void. */
  readonly isOpen: boolean;
  /** A quote or estimate that can be answered and converted. */
  readonly isOffered: boolean;
  /** What is due on it, or left of it, as it was answered last. */
  readonly due: string;
  /** Whether it has all that is asked of an e-invoice, as far as can be seen. */
  readonly isBillable: boolean;
  /** The memos, or of a memo the invoices, that are applied to it. */
  readonly credits: readonly string[];
  readonly payments: readonly string[];
}

/** A payment, refund or write-off as far as applying it goes. */
export interface KnownPayment {
  readonly uuid: string;
  readonly kind: string;
  readonly customerUuid: string;
  readonly currency: string;
  readonly date: string;
  readonly onAccount: string;
  /** What it is applied to. */
  readonly invoices: readonly string[];
}

/** A record that can be merged into another of its collection and likeness. */
export interface KnownMergeable {
  readonly uuid: string;
  readonly collection: string;
  /** Records of different likeness are never merged: accounts of another sub-type. */
  readonly likeness: string;
  /** Of an account. */
  readonly type: string;
  readonly isMerged: boolean;
  readonly hasMerged: boolean;
}

/** A journal entry, posted or waiting to be approved. */
export interface KnownEntry {
  readonly uuid: string;
  readonly isDraft: boolean;
  /** Whether it may be changed: it is posted by itself, and nothing waits to change it. */
  readonly isEditable: boolean;
}

/** An attachment and its document. */
export interface KnownAttachment {
  readonly uuid: string;
  readonly documentUuid: string;
}

interface Answered {
  readonly [field: string]: unknown;
}

const MOST_RECORDS = 150;

/** What records of a workspace were when they were last answered: enough to settle, merge and undo them. */
export class KnownRecords {
  readonly #documents = new Map<string, KnownDocument>();
  readonly #payments = new Map<string, KnownPayment>();
  readonly #mergeables = new Map<string, KnownMergeable>();
  /** Whether the day is set on which the books begin. */
  hasCutover = false;
  readonly #entries = new Map<string, KnownEntry>();
  readonly #products = new Map<string, { readonly uuid: string }>();
  readonly #attachments = new Map<string, KnownAttachment>();

  /** @param path that was asked for, which says whose attachment one is */
  learn(collection: string | undefined, path: string, records: readonly object[]): void {
    for (const record of records as readonly Answered[]) {
      if (typeof record.cutoverDate === 'string') this.hasCutover = true;
      if (typeof record.amountDue === 'string' && record.invoiceType)
        keep(this.#documents, toDocument(record));
      else if (typeof record.onAccountAmount === 'string') keep(this.#payments, toPayment(record));
      else if (Array.isArray(record.mergedUuids) && collection)
        keep(this.#mergeables, toMergeable(record, collection));
      else if (record.categoryAccount) keep(this.#products, { uuid: String(record.uuid) });
      else if (record.draftAction !== undefined) keep(this.#entries, toEntry(record));
      else if (typeof record.sha256 === 'string') {
        const documentUuid = path.split('/')[3]!;
        keep(this.#attachments, { uuid: String(record.uuid), documentUuid });
      }
    }
  }

  /** What a body that was carried out settled of documents that were not answered. */
  settle(body: unknown): void {
    const { invoices, creditMemos } = (body ?? {}) as { invoices?: unknown; creditMemos?: unknown };
    const named = [invoices, creditMemos].filter(Array.isArray).flat();
    for (const { id, amount } of named as { id?: string; amount?: string | number }[]) {
      const known = this.#documents.get(id ?? '');
      if (known && amount !== undefined)
        this.#documents.set(known.uuid, { ...known, due: String(Number(known.due) - Number(amount)) });
    }
  }

  /** What was refused, deleted, or changed by something that did not answer it: it is known again once it is answered again. */
  forget(uuid: string): void {
    for (const known of [
      this.#documents,
      this.#payments,
      this.#products,
      this.#mergeables,
      this.#entries,
      this.#attachments,
    ])
      known.delete(uuid);
  }

  document(random: Random, isWanted: (one: KnownDocument) => boolean): KnownDocument | undefined {
    return pick(random, this.#documents, isWanted);
  }

  payment(random: Random, isWanted: (one: KnownPayment) => boolean): KnownPayment | undefined {
    return pick(random, this.#payments, isWanted);
  }

  mergeable(random: Random, isWanted: (one: KnownMergeable) => boolean): KnownMergeable | undefined {
    return pick(random, this.#mergeables, isWanted);
  }

  entry(random: Random, isWanted: (one: KnownEntry) => boolean): KnownEntry | undefined {
    return pick(random, this.#entries, isWanted);
  }

  /** One that can be sold: it has an account. */
  product(random: Random): { readonly uuid: string } | undefined {
    return pick(random, this.#products, () => true);
  }

  attachment(random: Random): KnownAttachment | undefined {
    return pick(random, this.#attachments, () => true);
  }
}

/** The one that was answered last goes to the end, so that the first is the one to let go of. */
function keep<T extends { readonly uuid: string }>(known: Map<string, T>, one: T): void {
  known.delete(one.uuid);
  known.set(one.uuid, one);
  if (known.size > MOST_RECORDS) known.delete(known.keys().next().value!);
}

function pick<T>(random: Random, known: ReadonlyMap<string, T>, isWanted: (one: T) => boolean) {
  const wanted = [...known.values()].filter(isWanted);
  return wanted.length > 0 ? random.pick(wanted) : undefined;
}

const idsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((one: { uuid: string }) => one.uuid) : [];

function toDocument(record: Answered): KnownDocument {
  const lines = (record.products ?? []) as readonly { taxes?: readonly unknown[] }[];
  const customer = record.customer as { billingAddress?: { country?: unknown } | null } | null;
  const isOpen = record.isDraft === false && record.voidDate === null;
  return {
    uuid: String(record.uuid),
    type: String(record.invoiceType),
    customerUuid: String(record.customerUuid),
    currency: String(record.currency),
    date: String(record.date),
    isDraft: record.isDraft === true,
    isOpen,
    isOffered:
      isOpen && record.convertedToUuid === null && /^(approved|accepted)$/.test(String(record.status)),
    due: String(record.amountDue),
    isBillable:
      isOpen &&
      Boolean(customer?.billingAddress?.country) &&
      lines.every(({ taxes }) => (taxes ?? []).length <= 1),
    credits: idsOf(record.credits),
    payments: idsOf(record.payments),
  };
}

function toPayment(record: Answered): KnownPayment {
  return {
    uuid: String(record.uuid),
    kind: String(record.kind),
    customerUuid: String(record.customerUuid),
    currency: String(record.currency),
    date: String(record.date),
    onAccount: String(record.onAccountAmount),
    invoices: idsOf(record.invoices),
  };
}

function toEntry({ uuid, status, editable, draftUuid }: Answered): KnownEntry {
  return {
    uuid: String(uuid),
    isDraft: status === 'draft',
    isEditable: status === 'posted' && editable === true && draftUuid === null,
  };
}

function toMergeable(record: Answered, collection: string): KnownMergeable {
  const subType = record.subType as { id?: number } | null | undefined;
  return {
    uuid: String(record.uuid),
    collection,
    likeness: [subType?.id, record.currency, record.editable].join(),
    type: String(record.type),
    isMerged: record.mergedIntoUuid !== null,
    hasMerged: (record.mergedUuids as unknown[]).length > 0,
  };
}
