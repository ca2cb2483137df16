import { createJournalEntryBody } from '../ledger/journal-entries/journal-entry.schema.ts';
import { newJournalEntries } from '../ledger/journal-entries/new-journal-entries.ts';
import type { Draft, MappedRow } from './draft.ts';
import { groupEntries, isZero, movesNothing } from './group-entries.ts';
import { type CellOptions, defineKind } from './import-kind.ts';
import { putAccount, putAllNamed, putNamed } from './put-cells.ts';
import { readAmount, readDate } from './read-cells.ts';
import type { References } from './references.store.ts';

/** Manual journal entries: a row a line. */
export const JOURNAL_ENTRIES_KIND = defineKind({
  schema: createJournalEntryBody,
  writer: newJournalEntries,
  fields: {
    entryUuid: {},
    refNumber: {
      also: [
        'Number',
        'Entry number',
        'Journal number',
        'Journal no',
        'Entry no',
        'Num',
        'No',
        'Ref number',
        'Reference',
      ],
    },
    date: { also: ['Journal date', 'Entry date', 'Txn date', 'Transaction date'], required: true },
    reversesOn: { also: ['Reversal date', 'Reversing date', 'Reverse date', 'Auto-reversing date'] },
    entryDescription: { also: ['Narration', 'descriptionEntry', 'Journal description', 'Journal memo'] },
    account: {
      also: ['accountUuid', 'Account code', 'Account number', 'Account no', 'Account name'],
      required: true,
      names: 'account',
    },
    // Beside `account`, as in our own export; by itself it is `account`.
    accountUuid: { names: 'account', later: true },
    debit: { also: ['Debits', 'amountDebit', 'Debit amount', 'Dr'] },
    credit: { also: ['Credits', 'amountCredit', 'Credit amount', 'Cr'] },
    amount: {},
    description: { also: ['descriptionLine', 'Line description', 'Memo', 'Line memo', 'Memo/Description'] },
    customer: { also: ['Customer name'], names: 'customer' },
    vendor: { also: ['Supplier', 'Vendor name'], names: 'vendor' },
    tags: { also: ['Tag', 'Class'], names: 'tag' },
  },
  group: groupEntries,
  compose(draft, rows, references, options) {
    const first = (field: string) => rows.map(({ cells }) => cells[field]).find((cell) => cell !== undefined);
    const number = first('refNumber');
    for (const field of ['date', 'reversesOn']) {
      const cell = first(field);
      if (!cell) continue;
      const read = readDate(cell.value, options.dates);
      if ('value' in read) draft.put(field, cell, read.value);
      else draft.fail(cell, read.problem, field);
    }
    draft.put('refNumber', number);
    const told = first('entryDescription') ?? first('description');
    draft.put('descriptionEntry', told ?? number ?? first('account'), told?.value ?? wordsFor(number?.value));
    const moving = rows.filter((row) => !movesNothing(row, options));
    for (const [index, { cells }] of moving.entries()) putLine(draft, index, cells, references, options);
  },
});

const wordsFor = (number: string | undefined): string =>
  number === undefined ? 'Journal entry' : `Journal entry ${number}`;

function putLine(
  draft: Draft,
  index: number,
  cells: MappedRow['cells'],
  references: References,
  options: CellOptions,
): void {
  const at = (field: string) => `lines[${index}].${field}`;
  putAccount(draft, at('accountUuid'), cells, references);
  putSides(draft, at, cells, options);
  draft.put(at('descriptionLine'), cells.description);
  putNamed(draft, { path: at('customerUuid'), kind: 'customer' }, cells.customer, references);
  putNamed(draft, { path: at('vendorUuid'), kind: 'vendor' }, cells.vendor, references);
  putAllNamed(draft, { path: at('tagUuids'), kind: 'tag' }, cells.tags, references);
}

/** A zero is as good as empty: programs write one on the side that a line does not have. */
function putSides(
  draft: Draft,
  at: (field: string) => string,
  { debit, credit, amount }: MappedRow['cells'],
  { decimals }: CellOptions,
): void {
  for (const [cell, field] of [
    [debit, 'amountDebit'],
    [credit, 'amountCredit'],
    [amount, undefined],
  ] as const) {
    if (!cell) continue;
    const read = readAmount(cell.value, decimals);
    if ('problem' in read) draft.fail(cell, read.problem, at(field ?? 'amountDebit'));
    else if (isZero(read.value)) continue;
    else if (field) draft.put(at(field), cell, read.value);
    else if (read.value.startsWith('-')) draft.put(at('amountCredit'), cell, read.value.slice(1));
    else draft.put(at('amountDebit'), cell, read.value);
  }
}
