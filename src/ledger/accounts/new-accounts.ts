import { v7 as uuidv7 } from 'uuid';
import { ApiError, invalidFields } from '../../errors.ts';
import type { RowWriter } from '../../platform/change/write-rows.ts';
import { nameKey } from '../../platform/text.ts';
import type { Account } from './account.schema.ts';
import { findBrokenRules, namedParent, newAccount } from './account.ts';
import type { CreateAccountBody } from './account-body.schema.ts';
import { findAccounts } from './accounts.store.ts';
import { insertAccounts, loadHeldAccounts, loadSurroundings, lockAccounts } from './write-account.store.ts';

const parentIdOf = (body: CreateAccountBody) => namedParent(body)?.id ?? null;
const parentIdsOf = (bodies: readonly CreateAccountBody[]) => [
  ...new Set(bodies.map(parentIdOf).filter((id) => id !== null)),
];

/** Creates accounts: one, or the rows of a bulk call. Of two with one name the first gets it. */
export function newAccounts(workspaceId: string): RowWriter<CreateAccountBody, Account> {
  return {
    lock: (transaction, bodies) => lockAccounts(transaction, workspaceId, parentIdsOf(bodies)),
    claim: ({ name }) => nameKey(name),
    async write(transaction, bodies) {
      const held = await loadHeldAccounts(transaction, workspaceId, parentIdsOf(bodies));
      const rows = bodies.map((body) => {
        const parentId = parentIdOf(body);
        const parent = parentId === null ? undefined : held.get(parentId);
        return { id: uuidv7(), body, parent, wanted: newAccount(body, parent) };
      });
      const wanted = rows.map((row) => row.wanted);
      const found = await loadSurroundings(transaction, workspaceId, wanted);
      const nameHolders = new Map(found.nameHolders);
      const checked = rows.map(({ id, ...row }) => {
        const errors = findBrokenRules({ ...row, surroundings: { ...found, nameHolders } });
        if (errors.length > 0) return invalidFields(errors);
        nameHolders.set(nameKey(row.wanted.name), id);
        return { id, values: row.wanted };
      });
      const accepted = checked.flatMap((one) => (one instanceof ApiError ? [] : [one]));
      await insertAccounts(transaction, workspaceId, accepted);
      const ids = accepted.map(({ id }) => id);
      const accounts = await findAccounts(transaction, workspaceId, ids);
      return checked.map((one) => {
        if (one instanceof ApiError) return one;
        const data = accounts.get(one.id)!;
        return {
          data,
          records: [{ entity: 'account', entityId: one.id, action: 'created', document: data }],
        };
      });
    },
  };
}
