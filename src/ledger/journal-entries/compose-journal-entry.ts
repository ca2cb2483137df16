import { v7 as uuidv7 } from 'uuid';
import { beforeCutoverError, type FieldError, fieldError } from '../../errors.ts';
import { mergedField } from '../merges/merged-errors.ts';
import { toExactMinorUnits } from '../money/index.ts';
import { findUnfitAmount } from '../money/unfit-amount.ts';
import { findUnbalanced } from '../posting/find-unbalanced.ts';
import { findUnfitAccount } from '../posting/find-unfit-account.ts';
import type { JournalLine } from '../posting/posting.ts';
import type { NewOpenItemRow } from './journal-entries.store.ts';
import type { CreateJournalEntryBody, JournalLineBody } from './journal-entry.schema.ts';
import type { JournalAccount, JournalReferences } from './journal-references.store.ts';
import { findUnfitCaution, findUnfitReversal } from './reversing-journal.ts';

/** A manual entry ready to be posted. */
export interface ComposedJournal {
  readonly lines: readonly JournalLine[];
  readonly openItems: readonly NewOpenItemRow[];
  readonly lineDescriptions: readonly string[];
  /** Whether its date lies in a closed period, so that it is late. */
  readonly late: boolean;
  /** The four-eyes limit that it was held against. */
  readonly fourEyesLimit: string | null;
}

const accountOf = (line: JournalLineBody) => (line.accountUuid ?? line.accUuid)!;

/** The ids that lines name, by kind. */
export function namedByLines(lines: readonly JournalLineBody[]) {
  return {
    accountIds: lines.map(accountOf),
    customerIds: lines.flatMap(({ customerUuid }) => customerUuid ?? []),
    vendorIds: lines.flatMap(({ vendorUuid }) => vendorUuid ?? []),
    tagIds: lines.flatMap(({ tagUuids }) => tagUuids ?? []),
  };
}

/**
 * Checks an entry against what is there, and lays out its lines exactly as they are given.
 *
 * @param id of the manual entry
 * @param stands whether its lines are those that stand already: they may name what was merged since
 * @returns every error at once; a bad amount or account hides whether the sums are equal
 */
export function composeJournalEntry(
  id: string,
  body: CreateJournalEntryBody,
  references: JournalReferences,
  stands = false,
): ComposedJournal | { readonly errors: readonly FieldError[] } {
  const { currency } = references.books;
  const errors = [...body.lines.flatMap((line, index) => findLineErrors(line, index, references, stands))];
  if (errors.length === 0) {
    const amounts = body.lines.map((line) => amountOf(line, currency)!);
    errors.push(...findUnbalanced('lines', 'JOURNAL_ENTRY_UNBALANCED', amounts, currency));
  }
  const { closedThrough, cutoverDate } = references.books;
  if (cutoverDate !== null && body.date < cutoverDate) errors.push(beforeCutoverError(cutoverDate));
  const late = closedThrough !== null && body.date <= closedThrough;
  errors.push(
    ...findUnfitCaution('date', body.date, body, references),
    ...findUnfitReversal(body, references),
  );
  if (errors.length > 0) return { errors };
  const openItems: NewOpenItemRow[] = [];
  const lines = body.lines.map((line, index) => {
    const account = references.accounts.get(accountOf(line))!;
    const amount = amountOf(line, currency)!;
    const party = { customerId: line.customerUuid ?? null, vendorId: line.vendorUuid ?? null };
    const control = account.control;
    const openItemId = control === null ? null : uuidv7();
    if (control !== null) {
      openItems.push({
        id: openItemId!,
        control,
        source_id: id,
        customer_id: party.customerId,
        vendor_id: party.vendorId,
        currency,
      });
    }
    return {
      lineNumber: index + 1,
      accountId: account.id,
      basis: 'both' as const,
      currency,
      amount,
      baseAmount: amount,
      openItemId,
      ...party,
      productId: null,
      projectId: null,
      taxId: null,
      taxBase: null,
      tagIds: [...new Set(line.tagUuids ?? [])].sort(),
    };
  });
  const lineDescriptions = body.lines.map((line) => line.descriptionLine ?? '');
  return { lines, openItems, lineDescriptions, late, fourEyesLimit: references.books.fourEyesLimit };
}

/** Signed, debit positive; undefined where it has more decimals than the currency. */
function amountOf({ amountDebit, amountCredit }: JournalLineBody, currency: string): bigint | undefined {
  const given = amountDebit ?? amountCredit!;
  const units = toExactMinorUnits(given, currency);
  return units === undefined || amountDebit != null ? units : -units;
}

function findLineErrors(
  line: JournalLineBody,
  index: number,
  { books, accounts, unknown, merged }: JournalReferences,
  stands: boolean,
): FieldError[] {
  const at = (field: string) => `lines[${index}].${field}`;
  const uuid = accountOf(line);
  const accountField = at(line.accountUuid === undefined ? 'accUuid' : 'accountUuid');
  const errors = findUnfitAccount(
    accountField,
    uuid,
    stands ? unmerged(accounts.get(uuid)) : accounts.get(uuid),
    books.currency,
  );
  const side = line.amountDebit == null ? 'amountCredit' : 'amountDebit';
  errors.push(...findUnfitAmount(at(side), amountOf(line, books.currency), books.currency));
  for (const [field, code, ids] of [
    ['customerUuid', 'CUSTOMER_NOT_FOUND', [line.customerUuid]],
    ['vendorUuid', 'VENDOR_NOT_FOUND', [line.vendorUuid]],
    ['tagUuids', 'TAG_NOT_FOUND', line.tagUuids ?? []],
  ] as const) {
    for (const id of ids) {
      if (id == null || !unknown.has(id)) continue;
      errors.push(fieldError(at(field), code, `must be of this workspace: ${id} is unknown`, { uuid: id }));
    }
  }
  for (const [kind, id] of [
    ['customer', line.customerUuid],
    ['vendor', line.vendorUuid],
  ] as const) {
    const mergedIntoId = id == null || stands ? undefined : merged.get(id);
    if (id != null && mergedIntoId !== undefined)
      errors.push(mergedField(kind, at(`${kind}Uuid`), { id, mergedIntoId }));
  }
  return errors;
}

const unmerged = (account: JournalAccount | undefined) => account && { ...account, mergedIntoId: null };
