import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../errors.ts';
import { mergedAlready } from '../../ledger/merges/index.ts';
import type { RowOutcome, RowWriter } from '../../platform/change/write-rows.ts';
import type { CustomerRecord, UpdateCustomerBody } from './customer.schema.ts';
import {
  type CustomerFields,
  type CustomerReferences,
  changesOf,
  checkReferences,
  emailKeyOf,
  fieldsOf,
  refusal,
  updatedCustomer,
} from './customer.ts';
import { findCustomers, loadCustomerReferences, lockCustomers } from './customers.store.ts';
import { storeCustomers } from './write-customers.store.ts';

/** An update that says which customer it is of. */
export type CustomerUpdate = UpdateCustomerBody & { readonly uuid: string };

interface Change {
  readonly id: string;
  readonly body: CustomerUpdate;
  readonly before: CustomerRecord;
  readonly present: CustomerFields;
  /** All that the customer says afterwards. */
  readonly fields: CustomerFields;
}

/** Updates customers: one, or the rows of a bulk call. */
export function changedCustomers(workspaceId: string): RowWriter<CustomerUpdate, CustomerRecord> {
  const idsOf = (rows: readonly CustomerUpdate[]) => [...new Set(rows.map(({ uuid }) => uuid))];
  return {
    lock: (transaction, rows) => lockCustomers(transaction, workspaceId, idsOf(rows)),
    async write(transaction, rows) {
      const ids = idsOf(rows);
      if (ids.length < rows.length) return undefined;
      const found = await findCustomers(transaction, workspaceId, ids);
      const changes = rows.flatMap((row) => {
        const change = toChange(row, found.get(row.uuid));
        return change ? [change] : [];
      });
      const wanted = changes.map(({ fields }) => fields);
      const references = await loadCustomerReferences(transaction, workspaceId, wanted);
      if (passesOnEmail(changes, references, found)) return undefined;
      const refusals = refuseChanges(changes, references);
      const accepted = changes.filter(({ id }) => !refusals.has(id));
      await storeCustomers(transaction, workspaceId, accepted.map(toWrite));
      const after = await findCustomers(
        transaction,
        workspaceId,
        accepted.map(({ id }) => id),
      );
      return rows.map(({ uuid }) => refusals.get(uuid) ?? toOutcome(uuid, found.get(uuid), after.get(uuid)));
    },
  };
}

/** Undefined where the customer is not there or is merged into another, or the body changes nothing of it. */
function toChange(body: CustomerUpdate, before: CustomerRecord | undefined): Change | undefined {
  if (!before || before.mergedIntoUuid !== null) return undefined;
  const present = fieldsOf(before);
  const fields = updatedCustomer(present, body);
  if (isDeepStrictEqual(present, fields)) return undefined;
  return { id: before.uuid, body, before, present, fields };
}

/** Whether an e-mail that one row wants is held by the customer of another, which may be about to give it away. */
function passesOnEmail(
  changes: readonly Change[],
  { emailHolders }: CustomerReferences,
  named: ReadonlyMap<string, CustomerRecord>,
): boolean {
  return changes.some(({ id, fields }) => {
    const holder = emailHolders.get(emailKeyOf(fields) ?? '');
    return holder !== undefined && holder !== id && named.has(holder);
  });
}

/** The changes that are refused, by customer; of two that want one e-mail the first gets it. */
function refuseChanges(
  changes: readonly Change[],
  { emailHolders, taxes }: CustomerReferences,
): ReadonlyMap<string, ApiError> {
  const holders = new Map(emailHolders);
  const refusals = new Map<string, ApiError>();
  for (const { id, body, present, fields } of changes) {
    const emailKey = emailKeyOf(fields);
    const holder = emailKey === undefined ? undefined : holders.get(emailKey);
    const emailTaken = holder !== undefined && holder !== id;
    const errors = checkReferences(body, { emailTaken, taxes }, present.taxUuids);
    if (errors.length > 0) refusals.set(id, refusal(errors));
    else if (emailKey !== undefined) holders.set(emailKey, id);
  }
  return refusals;
}

function toWrite({ id, fields, present }: Change) {
  const replaces = {
    contacts: !isDeepStrictEqual(present.contacts, fields.contacts),
    taxes: !isDeepStrictEqual(present.taxUuids, fields.taxUuids),
  };
  return { id, fields, replaces };
}

function toOutcome(
  id: string,
  before: CustomerRecord | undefined,
  after: CustomerRecord | undefined,
): RowOutcome<CustomerRecord> {
  if (!before) return new ApiError('CUSTOMER_NOT_FOUND');
  if (before.mergedIntoUuid !== null) return mergedAlready('customer', before.mergedIntoUuid);
  if (!after) return { data: before, records: [] };
  const changes = changesOf(before, after);
  const updated = { entity: 'customer', entityId: id, action: 'updated', document: after, changes };
  return { data: after, records: [updated] };
}
