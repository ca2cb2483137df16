import type { AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import type { Basis } from '../filters/filter-fields.ts';

/** An account, as an export names it. */
export interface ExportedAccount {
  readonly id: string;
  readonly number: string | null;
  readonly name: string;
  readonly type: AccountType;
  /** The name of the account that it is a sub-account of. */
  readonly parentName: string | null;
}

/** What stands at the head of an export: enough to say which state of which books it shows. */
export interface ExportedBooks {
  readonly workspaceId: string;
  readonly name: string;
  /** What every amount is in, ISO 4217. */
  readonly currency: string;
  readonly basis: Basis;
  /** The head of the chain, signed: `recount verify --head` proves later that the books still go through it. */
  readonly signedHead: string;
  /** How many entries it does not cover yet. */
  readonly unsealedEntries: number;
  /** The first accounting date of the journal, YYYY-MM-DD; null where nothing is posted. */
  readonly firstDate: string | null;
  readonly accounts: readonly ExportedAccount[];
}

export interface ExportedLine {
  readonly accountId: string;
  /** Signed, debit positive, minor units of the workspace's currency. */
  readonly baseAmount: bigint;
  /** Signed, minor units of `currency`. */
  readonly amount: bigint;
  readonly currency: string;
  readonly customer: string | null;
  readonly product: string | null;
  readonly tax: string | null;
  readonly tags: readonly string[];
}

export interface ExportedEntry {
  readonly date: string;
  readonly entryId: string;
  readonly kind: string;
  readonly source: string;
  readonly sourceId: string;
  /** The number of the document or manual entry behind it, or the reference of a payment. */
  readonly number: string | null;
  readonly description: string | null;
  /** Whom the document behind it is for. */
  readonly party: string | null;
  readonly recordedAt: string;
  readonly sealNumber: string | null;
  readonly lines: readonly ExportedLine[];
}

/** One of the forms that the books are exported in: pure functions that make texts. */
export interface ExportFormat {
  formatHead(books: ExportedBooks): string;
  formatEntry(entry: ExportedEntry, books: ExportedBooks): string;
}

/** What a comment at the top says of the books. */
export function describeBooks({
  name,
  basis,
  currency,
  signedHead,
  unsealedEntries,
}: ExportedBooks): string[] {
  return [
    `${toOneLine(name)}: the ${basis} book, in ${currency}`,
    `${signedHead} and ${unsealedEntries} entries after it`,
  ];
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  invoice: 'Invoice',
  memo: 'Credit memo',
  payment: 'Payment',
  refund: 'Refund',
  write_off: 'Write-off',
  journal: 'Journal entry',
  allocation: 'Settlement',
};

/** What an entry is, in words on one line: `Invoice INV-000012`, `Reversal: Payment 4711`, `Rent of March (J-7)`. */
export function describeEntry({ description, source, number, kind }: ExportedEntry): string {
  const parts =
    description === null ? [SOURCE_WORDS[source] ?? source, number] : [description, number && `(${number})`];
  const what = parts.filter(Boolean).join(' ');
  return toOneLine(kind === 'reversal' ? `Reversal: ${what}` : what);
}

/** A text without line breaks and other control characters, which end a line in every plain-text format. */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
