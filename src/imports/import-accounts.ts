import { createAccountBody } from '../ledger/accounts/account-body.schema.ts';
import { ACCOUNT_SUB_TYPES, findAccountSubType } from '../ledger/accounts/catalogue/account-sub-types.ts';
import { newAccounts } from '../ledger/accounts/new-accounts.ts';
import type { Cell, Draft, MappedRow } from './draft.ts';
import { defineKind } from './import-kind.ts';
import { putNamed, putState, putTaxes } from './put-cells.ts';

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What other programs call the types of accounts, and the sub-type that this is here. */
const FOREIGN_TYPES: Readonly<Record<string, number>> = {
  bank: 1010,
  bankaccount: 1010,
  cashonhand: 1040,
  pettycash: 1040,
  accountsreceivable: 1210,
  accountsreceivablear: 1210,
  asset: 1390,
  assets: 1390,
  current: 1390,
  currentasset: 1390,
  currentassets: 1390,
  othercurrentasset: 1390,
  othercurrentassets: 1390,
  prepayment: 1320,
  fixed: 1510,
  fixedassets: 1510,
  noncurrent: 1590,
  noncurrentasset: 1590,
  noncurrentassets: 1590,
  otherasset: 1590,
  otherassets: 1590,
  accountspayable: 2110,
  accountspayableap: 2110,
  liability: 2390,
  liabilities: 2390,
  currliab: 2390,
  currentliability: 2390,
  currentliabilities: 2390,
  othercurrentliability: 2390,
  othercurrentliabilities: 2390,
  termliab: 2590,
  longtermliability: 2590,
  longtermliabilities: 2590,
  noncurrentliability: 2590,
  noncurrentliabilities: 2590,
  equity: 3010,
  income: 4010,
  revenue: 4010,
  serviceincome: 4020,
  servicefeeincome: 4020,
  expense: 5010,
  expenses: 5010,
  overhead: 5010,
  overheads: 5010,
  directcost: 5210,
  directcosts: 5210,
  cogs: 5210,
  depreciation: 5310,
  otherexpenses: 5490,
};
const SUB_TYPES = new Map<string, number>([
  ...Object.entries(FOREIGN_TYPES),
  ...ACCOUNT_SUB_TYPES.map(({ id, name }) => [letters(name), id] as const),
]);

const NAMES = { also: ['Account', 'Account name', 'Name of account'] };

/** The chart of accounts. Sub-accounts may stand before their parents. */
export const ACCOUNTS_KIND = defineKind({
  schema: createAccountBody,
  writer: ({ caller }) => newAccounts(caller.workspaceId),
  fields: {
    name: NAMES,
    fullName: { also: ['Full name', 'Fully qualified name'] },
    accountNumber: { also: ['Number', 'Code', 'Account code', 'Account no', 'No'] },
    subTypeId: {},
    subType: { also: ['Sub-type', 'Detail type', 'Account sub type', 'Category'] },
    type: { also: ['Account type'] },
    parent: { also: ['Parent account', 'Sub-account of', 'Subaccount of'], names: 'account' },
    description: {},
    currency: {},
    color: { also: ['Colour'] },
    taxes: { also: ['Tax', 'Tax code', 'Tax name', 'Default tax code'], names: 'tax' },
    status: { also: ['Active'] },
  },
  compose(draft, [row], references) {
    const { cells } = row!;
    const { name, parent } = nameOf(row!);
    if (name) draft.put('name', name.cell, name.text);
    for (const field of ['accountNumber', 'description', 'currency', 'color']) draft.put(field, cells[field]);
    putSubType(draft, cells);
    putNamed(
      draft,
      { path: 'parentAccountUuid', kind: 'account' },
      parent && { ...parent.cell, value: parent.text },
      references,
    );
    putTaxes(draft, cells.taxes, references);
    putState(draft, cells.status);
  },
  order(row) {
    const { name, parent } = nameOf(row);
    const names = [name?.text, row.cells.accountNumber?.value].filter((one) => one !== undefined);
    return { names, after: parent?.text };
  },
});

interface NamedBy {
  readonly cell: Cell;
  readonly text: string;
}

/** Of `Income:Sales:Online` the last is the name, and what stands before it the parent. */
function nameOf({ cells }: MappedRow): { readonly name?: NamedBy; readonly parent?: NamedBy } {
  const own = cells.name ?? cells.fullName;
  const given = cells.parent && { parent: { cell: cells.parent, text: cells.parent.value } };
  if (own === undefined) return { ...given };
  const path = own === cells.fullName ? own.value.split(':').map((part) => part.trim()) : [own.value];
  const above = path.at(-2);
  const name = { cell: own, text: path.at(-1)! };
  return { name, ...(above === undefined ? {} : { parent: { cell: own, text: above } }), ...given };
}

function putSubType(draft: Draft, { subTypeId, subType, type }: MappedRow['cells']): void {
  if (subTypeId) {
    draft.put('subTypeId', subTypeId, Number(subTypeId.value));
    return;
  }
  const told = [subType, type].filter((cell) => cell !== undefined);
  for (const cell of told) {
    const id = SUB_TYPES.get(letters(cell.value));
    if (id === undefined || !findAccountSubType(id)) continue;
    draft.put('subTypeId', cell, id);
    return;
  }
  if (told[0])
    draft.fail(told[0], `must be a sub-type or a type: ${told[0].value} is not known`, 'subTypeId');
}
