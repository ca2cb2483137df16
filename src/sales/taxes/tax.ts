import { type FieldError, fieldError } from '../../errors.ts';
import { decimalToNumber } from '../../ledger/money/index.ts';
import { type Changes, changesBetween } from '../../platform/change/changes-between.ts';
import { TAX_RULES, type UpdateTaxBody } from './tax.schema.ts';
import type { TaxAccounts } from './tax-accounts.ts';
import type { Tax, TaxValues } from './taxes.store.ts';

/** Of two taxes of a workspace no two have the same name. */
export const NAME_TAKEN = fieldError('name', 'DUPLICATE_NAME', 'must be unique: another tax has it');

/** What a stored tax says, in the form in which a body changes it. */
export function valuesOf(tax: Tax): TaxValues {
  const { id: _, recoverablePercentage: __, createdAt: ___, updatedAt: ____, ...values } = tax;
  return values;
}

/** What the body leaves out stays as it is. `null` clears the number and gives the workspace's own account. */
export function applyBody(before: TaxValues, body: UpdateTaxBody, accounts: TaxAccounts): TaxValues {
  return {
    name: body.name ?? before.name,
    kind: body.kind ?? before.kind,
    percentage: body.percentage ?? before.percentage,
    inclusive: body.inclusive ?? before.inclusive,
    compound: body.compound ?? before.compound,
    salesAccountId: body.salesAccountUuid === undefined ? before.salesAccountId : accounts.salesAccountId,
    purchaseAccountId:
      body.purchaseAccountUuid === undefined ? before.purchaseAccountId : accounts.purchaseAccountId,
    taxNumber: body.taxNumber === undefined ? before.taxNumber : body.taxNumber,
    status: body.status ?? before.status,
  };
}

/** What an update changed, field by field, under the names and in the form that the API gives the values. */
export function changesOf(before: TaxValues, after: TaxValues): Changes {
  return changesBetween(toAudited(before), toAudited(after));
}

function toAudited({ percentage, salesAccountId, purchaseAccountId, ...others }: TaxValues) {
  return {
    ...others,
    percentage: decimalToNumber(percentage),
    salesAccountUuid: salesAccountId,
    purchaseAccountUuid: purchaseAccountId,
  };
}

/** What decides the amount of a tax and where it is posted. */
const LOCKED = [
  'percentage',
  'kind',
  'inclusive',
  'compound',
  'salesAccountUuid',
  'purchaseAccountUuid',
] as const;

/** Those of the changes that a tax which is on an approved document may no longer have. */
export function lockedChanges(changes: Changes): readonly string[] {
  return LOCKED.filter((field) => field in changes);
}

/** The errors of fields that are locked. */
export function lockedErrors(fields: readonly string[]): FieldError[] {
  const predicate =
    'must be left as it is, since the tax is on an approved document: make a new tax, and set this one inactive';
  return fields.map((field) => fieldError(field, 'TAX_LOCKED', predicate));
}

/** The rules that a tax would break as it would stand after an update. */
export function brokenTaxRules(tax: TaxValues): FieldError[] {
  const broken = TAX_RULES.filter(({ holds }) => !holds({ ...tax }));
  return broken.map(({ path, code, message }) => fieldError(path, code, message));
}
