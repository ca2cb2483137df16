import { v7 as uuidv7 } from 'uuid';
import { ApiError } from '../../errors.ts';
import type { RowWriter } from '../../platform/change/write-rows.ts';
import type { CreateCustomerBody, CustomerRecord } from './customer.schema.ts';
import { checkReferences, emailKeyOf, newCustomer, refusal } from './customer.ts';
import { findCustomers, loadCustomerReferences } from './customers.store.ts';
import { insertCustomers } from './write-customers.store.ts';

/** Creates customers: one, or the rows of a bulk call. Of two with one e-mail the first gets it. */
export function newCustomers(workspaceId: string): RowWriter<CreateCustomerBody, CustomerRecord> {
  return {
    claim: (body) => emailKeyOf(body) ?? '',
    async write(transaction, bodies) {
      const wanted = bodies.map(newCustomer);
      const { emailHolders, taxes } = await loadCustomerReferences(transaction, workspaceId, wanted);
      const takenEmails = new Set(emailHolders.keys());
      const checked = bodies.map((body, index) => {
        const fields = wanted[index]!;
        const emailKey = emailKeyOf(fields);
        const emailTaken = emailKey !== undefined && takenEmails.has(emailKey);
        const errors = checkReferences(body, { emailTaken, taxes });
        if (errors.length > 0) return refusal(errors);
        if (emailKey !== undefined) takenEmails.add(emailKey);
        return { id: uuidv7(), fields };
      });
      const accepted = checked.flatMap((one) => (one instanceof ApiError ? [] : [one]));
      await insertCustomers(transaction, workspaceId, accepted);
      const ids = accepted.map(({ id }) => id);
      const records = await findCustomers(transaction, workspaceId, ids);
      return checked.map((one) => {
        if (one instanceof ApiError) return one;
        const data = records.get(one.id)!;
        const created = { entity: 'customer', entityId: one.id, action: 'created', document: data };
        return { data, records: [created] };
      });
    },
  };
}
