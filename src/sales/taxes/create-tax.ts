import { v7 as uuidv7 } from 'uuid';
import { fieldError, invalidFields } from '../../errors.ts';
import type { SystemRole } from '../../ledger/accounts/catalogue/system-roles.ts';
import {
  type AccountRule,
  loadNamedAccounts,
  refuseAccount,
} from '../../ledger/accounts/named-accounts.store.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_TAX_EXAMPLE, TAX_EXAMPLE } from './tax.examples.ts';
import { type CreateTaxBody, createTaxBody, taxSchema, toTaxRecord } from './tax.schema.ts';
import { insertTax, isTaxNameTaken } from './taxes.store.ts';

const SALES_ACCOUNT: AccountRule = {
  field: 'salesAccountUuid',
  types: ['Liabilities'],
  roles: ['sales_tax'],
  predicate:
    'an account of type Liabilities that is neither a bank, card or loan account nor a system account',
};
const PURCHASE_ACCOUNT: AccountRule = {
  field: 'purchaseAccountUuid',
  types: ['Assets', 'Liabilities'],
  roles: ['input_tax', 'sales_tax'],
  predicate:
    'an account of type Assets or Liabilities that is neither a bank, card or loan account nor a system account',
};
const NAME_TAKEN = fieldError('name', 'DUPLICATE_NAME', 'must be unique: another tax has it');

export const createTax = defineEndpoint({
  method: 'POST',
  path: '/partners/taxes',
  operationId: 'createTax',
  tag: 'Taxes',
  summary: 'Create Tax',
  description:
    'Creates a sales tax. Its name is unique in the workspace, ignoring case. Without accounts of its own it is ' +
    'collected in the workspace’s sales tax account, and what is paid on purchases goes to its input tax account. ' +
    'Taxes of the kinds `zero` and `exempt` have the percentage 0. Inclusive and compound taxes, reverse charge and ' +
    'withholding are not offered yet.',
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

/** The accounts that the body names or the system's own. Refuses them, and a name that is taken, in one answer. */
async function chooseAccounts(transaction: Transaction, workspaceId: string, body: CreateTaxBody) {
  const { salesAccountUuid, purchaseAccountUuid } = body;
  const named = [salesAccountUuid, purchaseAccountUuid].filter((id) => id != null);
  const accounts = await loadNamedAccounts(transaction, workspaceId, named, ['sales_tax', 'input_tax']);
  const errors = [
    ...((await isTaxNameTaken(transaction, workspaceId, body.name)) ? [NAME_TAKEN] : []),
    ...refuseAccount(salesAccountUuid, accounts, SALES_ACCOUNT),
    ...refuseAccount(purchaseAccountUuid, accounts, PURCHASE_ACCOUNT),
  ];
  if (errors.length > 0) throw invalidFields(errors);
  const ofRole = (role: SystemRole) => {
    const account = accounts.find((one) => one.role === role);
    if (!account) throw new Error(`workspace ${workspaceId} has no account of role ${role}`);
    return account.id;
  };
  return {
    salesAccountId: salesAccountUuid ?? ofRole('sales_tax'),
    purchaseAccountId: purchaseAccountUuid ?? ofRole('input_tax'),
  };
}
