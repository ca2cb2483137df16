import { ApiError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { UPDATE_TAX_EXAMPLE, UPDATED_TAX_EXAMPLE } from './tax.examples.ts';
import { type TaxRecord, taxSchema, toTaxRecord, type UpdateTaxBody, updateTaxBody } from './tax.schema.ts';
import {
  applyBody,
  brokenTaxRules,
  changesOf,
  lockedChanges,
  lockedErrors,
  NAME_TAKEN,
  valuesOf,
} from './tax.ts';
import { chooseTaxAccounts } from './tax-accounts.ts';
import { isOnApprovedDocument } from './tax-use.store.ts';
import { isTaxNameTaken, lockTax, overwriteTax } from './taxes.store.ts';

export const updateTax = defineEndpoint({
  method: 'PATCH',
  path: '/partners/taxes/{id}',
  operationId: 'updateTax',
  tag: 'Taxes',
  summary: 'Update Tax',
  description:
    'Changes the fields that are given and leaves the others; `null` clears the tax number and gives the workspace’s ' +
    'own account. Once a tax is on an approved document its percentage, kind, `inclusive`, `compound` and accounts are ' +
    'locked ([TAX_LOCKED](/docs/errors/tax-locked)): for a new rate make a new tax and set this one `inactive`. ' +
    'Approved documents keep what they said; a draft is reckoned anew when it is updated or approved.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax.'),
  body: updateTaxBody,
  status: 200,
  message: 'Tax updated successfully.',
  data: taxSchema,
  notFound: 'TAX_NOT_FOUND',
  errors: [
    'DUPLICATE_NAME',
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_INACTIVE',
    'ACCOUNT_MERGED',
    'TAX_LOCKED',
    'NOT_AVAILABLE',
  ],
  examples: { body: UPDATE_TAX_EXAMPLE, data: UPDATED_TAX_EXAMPLE },
  handle({ params, body, caller, change }) {
    return change((transaction) => update(transaction, caller.workspaceId, params.id, body));
  },
});

async function update(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  body: UpdateTaxBody,
): Promise<DoneChange<TaxRecord>> {
  const held = await lockTax(transaction, workspaceId, id);
  if (!held) throw new ApiError('TAX_NOT_FOUND');
  const before = valuesOf(held);
  const { errors: accountErrors, ...accounts } = await chooseTaxAccounts(
    transaction,
    workspaceId,
    body,
    before,
  );
  const after = applyBody(before, body, accounts);
  const changes = changesOf(before, after);
  if (Object.keys(changes).length === 0) return { data: toTaxRecord(held), records: [] };

  const locked = lockedChanges(changes);
  const isLocked = locked.length > 0 && (await isOnApprovedDocument(transaction, workspaceId, held));
  const isTaken = 'name' in changes && (await isTaxNameTaken(transaction, workspaceId, after.name, id));
  const errors = [
    ...(isTaken ? [NAME_TAKEN] : []),
    ...accountErrors,
    ...brokenTaxRules(after),
    ...(isLocked ? lockedErrors(locked) : []),
  ];
  if (errors.length > 0) throw invalidFields(errors);

  const tax = await overwriteTax(transaction, workspaceId, id, after).catch((error) => {
    throw isUniqueViolation(error, 'tax_name_unique') ? invalidFields([NAME_TAKEN]) : error;
  });
  const data = toTaxRecord(tax);
  return { data, records: [{ entity: 'tax', entityId: id, action: 'updated', document: data, changes }] };
}
