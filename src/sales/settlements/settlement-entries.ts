import { v7 as uuidv7 } from 'uuid';
import { fieldError, invalidFields } from '../../errors.ts';
import { isTooLarge } from '../../ledger/money/index.ts';
import { type EntryHeader, toEntryRows } from '../../ledger/posting/entry-rows.ts';
import type { StoredEntry } from '../../ledger/posting/load-entry.ts';
import { buildPosting, type JournalLine, type PostingBuilder } from '../../ledger/posting/posting.ts';
import { reverseEntry } from '../../ledger/posting/reverse-entry.ts';
import {
  allocate,
  type Items,
  type NewAllocation,
  postCashMovement,
  postCurrencyGains,
  type Settled,
} from '../../ledger/settlements/settle.ts';
import type { Posting } from '../../platform/change/change.ts';
import type { Caller, RawRequest } from '../../platform/http/endpoint.ts';
import type { Payment } from '../payments/payment.ts';
import { postOnAccount, postPayment } from './post-payment.ts';
import type { SettlementBooks } from './scene.ts';

/** What happens in one settlement. */
export interface SettlementSteps {
  readonly allocations: readonly NewAllocation[];
  /** The payment, refund or write-off that is written with it. */
  readonly created?: Payment;
  /** The one that is undone: what it posted is reversed on this day. */
  readonly undone?: { readonly payment: Payment; readonly entry: StoredEntry; readonly date: string };
}

export interface SettlementOrigin {
  readonly caller: Caller;
  readonly raw: RawRequest;
}

/** The entries of a settlement, one for each accounting date on which something moves, and what it comes to. */
export function settlementEntries(
  steps: SettlementSteps,
  items: Items,
  books: SettlementBooks,
  origin: SettlementOrigin,
): { entries: Posting[]; settled: Settled } {
  const { created, undone, allocations } = steps;
  const dates = [
    ...allocations.map(({ effective }) => effective),
    ...(created ? [created.date] : []),
    ...(undone ? [undone.date] : []),
  ];
  const entries: Posting[] = [];
  const relieved: Settled['allocations'][number][] = [];
  let standing = items;
  for (const date of [...new Set(dates)].sort()) {
    const ofDay = allocations.filter(({ effective }) => effective === date);
    const after = allocate(standing, ofDay);
    const posting = buildPosting(books.currency);
    const openItem = created?.date === date ? postPayment(posting, created, books) : undefined;
    if (undone?.date === date) {
      entries.push(reverseEntry(undone.entry, { effective: date, ...signatureOf(origin) }));
      leaveToReversal(posting, undone, books);
    }
    postCashMovement(posting, standing, after.items);
    postCurrencyGains(posting, standing, after, {
      control: books.accounts.accounts_receivable,
      gain: books.accounts.realised_currency_gain_loss,
    });
    const lines = withSecondLine(posting.finish());
    refuseTooLarge(lines);
    if (lines.length > 0) {
      const header = { ...headerOf(steps, date, ofDay), ...signatureOf(origin) };
      entries.push({ ...toEntryRows(header, lines, openItem), ...limitLookedAt(steps, date, books) });
    }
    relieved.push(...after.allocations);
    standing = after.items;
  }
  return { entries, settled: { items: standing, allocations: relieved } };
}

/**
 * What the undone payment's reversal does to the cash book, and to what was gained by another rate, is taken out again,
 * so that only what it misses is left: nothing, unless the documents were settled by others in between or the payment
 * was applied anew.
 */
function leaveToReversal(
  posting: PostingBuilder,
  { payment, entry }: NonNullable<SettlementSteps['undone']>,
  { accounts }: SettlementBooks,
): void {
  postOnAccount(posting, payment, accounts.customer_credits, -1n);
  for (const { taxBase, lineNumber: _, ...line } of entry.lines) {
    if (line.basis === 'cash') posting.debit({ ...line, ...(taxBase === null ? {} : { taxBase }) });
    else if (line.accountId === accounts.realised_currency_gain_loss) posting.debit(line);
    else if (line.accountId === accounts.accounts_receivable) posting.debit(restatementOf(line, payment));
  }
}

/** What a line on receivables has beside what the payment itself posts there: an item restated by a gain. */
function restatementOf(line: Omit<JournalLine, 'lineNumber' | 'taxBase'>, payment: Payment) {
  if (line.openItemId !== payment.id) return line;
  const sign = payment.kind === 'refund' ? 1n : -1n;
  return {
    ...line,
    amount: line.amount - sign * payment.amount,
    baseAmount: line.baseAmount - sign * payment.baseAmount,
  };
}

/** Two rates that are worlds apart may restate an item beyond what a line of the journal holds. */
function refuseTooLarge(lines: readonly JournalLine[]): void {
  if (!lines.some(({ baseAmount }) => isTooLarge(baseAmount))) return;
  const predicate = 'must be an amount that moves no account by more than 10,000,000,000,000 minor units';
  throw invalidFields([fieldError('amount', 'TOO_LARGE', predicate)]);
}

/** An entry has two lines at least: where only the base of one tax is put right, an empty line goes with it. */
function withSecondLine(lines: readonly JournalLine[]): JournalLine[] {
  const [only] = lines;
  if (lines.length !== 1 || !only) return [...lines];
  return [only, { ...only, lineNumber: 2, amount: 0n, baseAmount: 0n, taxId: null, taxBase: null }];
}

function headerOf(
  { created, undone }: SettlementSteps,
  date: string,
  ofDay: readonly NewAllocation[],
): Pick<EntryHeader, 'entryId' | 'effective' | 'source' | 'sourceId' | 'sourceVersion' | 'kind'> {
  const header = { entryId: uuidv7(), effective: date, kind: 'original' } as const;
  if (created?.date === date)
    return { ...header, source: created.kind, sourceId: created.id, sourceVersion: 1 };
  if (undone?.date === date)
    return { ...header, source: undone.payment.kind, sourceId: undone.payment.id, sourceVersion: 2 };
  return { ...header, source: 'allocation', sourceId: ofDay[0]!.id, sourceVersion: 1 };
}

/** So that what is given away is tried again where the four-eyes limit was changed meanwhile. */
function limitLookedAt({ created }: SettlementSteps, date: string, { fourEyesLimit }: SettlementBooks) {
  const given = created?.date === date && created.kind !== 'payment';
  return given ? { four_eyes_limit: fourEyesLimit } : {};
}

function signatureOf({ caller, raw }: SettlementOrigin) {
  return { actor: caller.personId, app: caller.app.id, requestId: raw.id };
}
