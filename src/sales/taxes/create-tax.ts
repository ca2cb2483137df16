import { v7 as uuidv7 } from 'uuid';
import { invalidFields } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_TAX_EXAMPLE, TAX_EXAMPLE } from './tax.examples.ts';
import { type CreateTaxBody, createTaxBody, taxSchema, toTaxRecord } from './tax.schema.ts';
import { NAME_TAKEN } from './tax.ts';
import { chooseTaxAccounts, type TaxAccounts } from './tax-accounts.ts';
import { insertTax, isTaxNameTaken } from './taxes.store.ts';

export const createTax = defineEndpoint({
  method: 'POST',
  path: '/partners/taxes',
  operationId: 'createTax',
  tag: 'Taxes',
  summary: 'Create Tax',
  description:
    'Creates a sales tax. Its name is unique in the workspace, ignoring case and extra blanks. Without accounts of its own it is ' +
    'collected in the workspace’s sales tax account, and what is paid on purchases goes to its input tax account. ' +
    'Taxes of the kinds `zero` and `exempt` have the percentage 0. An `inclusive` tax is contained in prices, a ' +
    '`compound` one is levied on other taxes too: [Money and rounding](/docs/guides/money-and-rounding) shows both. ' +
    'Withholding is no tax of a document but what a customer keeps of a payment, and is not available yet.',
  access: 'partner',
  body: createTaxBody,
  status: 201,
  message: 'Tax created successfully.',
  data: taxSchema,
  errors: [
    'DUPLICATE_NAME',
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_INACTIVE',
    'ACCOUNT_MERGED',
    'NOT_AVAILABLE',
  ],
  examples: { body: CREATE_TAX_EXAMPLE, data: TAX_EXAMPLE },
  handle({ body, caller, change }) {
    const { workspaceId } = caller;
    return change(async (transaction) => {
      const accounts = await chooseAccounts(transaction, workspaceId, body);
      const tax = await insertTax(transaction, workspaceId, {
        id: uuidv7(),
        name: body.name,
        kind: body.kind ?? 'standard',
        percentage: body.percentage,
        inclusive: body.inclusive ?? false,
        compound: body.compound ?? false,
        taxNumber: body.taxNumber ?? null,
        ...accounts,
      }).catch((error) => {
        throw isUniqueViolation(error, 'tax_name_unique') ? invalidFields([NAME_TAKEN]) : error;
      });
      const data = toTaxRecord(tax);
      return { data, records: [{ entity: 'tax', entityId: tax.id, action: 'created', document: data }] };
    });
  },
});

/** The accounts of the new tax. Refuses them, and a name that is taken, in one answer. */
async function chooseAccounts(
  transaction: Transaction,
  workspaceId: string,
  body: CreateTaxBody,
): Promise<TaxAccounts> {
  const { errors, ...accounts } = await chooseTaxAccounts(transaction, workspaceId, body);
  const isTaken = await isTaxNameTaken(transaction, workspaceId, body.name);
  const all = [...(isTaken ? [NAME_TAKEN] : []), ...errors];
  if (all.length > 0) throw invalidFields(all);
  return accounts;
}
