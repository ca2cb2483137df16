import type { Transaction } from '../../platform/database/transaction.ts';
import type { OpenPeriod } from '../workspaces/open-period.ts';

export interface JournalAccount {
  readonly id: string;
  readonly name: string;
  readonly accountNumber: string | null;
  readonly type: string;
  readonly status: string;
  readonly currency: string;
  readonly mergedIntoId: string | null;
  /** Whether its lines are open items, and of which side. */
  readonly control: 'receivable' | 'payable' | null;
}

/** What manual entries are checked against. */
export interface JournalReferences {
  readonly books: OpenPeriod & {
    readonly currency: string;
    /** From which amount on a second person is needed, in minor units, as text. */
    readonly fourEyesLimit: string | null;
  };
  /** Whether who writes is an owner of the workspace. */
  readonly isOwner: boolean;
  readonly accounts: ReadonlyMap<string, JournalAccount>;
  /** Of the customers, vendors and tags that are named, those that are not there. */
  readonly unknown: ReadonlySet<string>;
  /** Of the customers and vendors that are named, those that are merged, and into whom. */
  readonly merged: ReadonlyMap<string, string>;
}

/** What a draft is checked against: it posts nothing, so that its dates are held against the open period at its approval only. */
export function onAnyDay(references: JournalReferences): JournalReferences {
  return { ...references, books: { ...references.books, closedThrough: null, cutoverDate: null } };
}

interface Named {
  readonly accountIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly vendorIds: readonly string[];
  readonly tagIds: readonly string[];
}

const missing = (place: number, there: string) =>
  `ARRAY(SELECT n.id FROM unnest($${place}::uuid[]) AS n(id) WHERE n.id NOT IN (${there}))`;

const held = (place: number, table: string) =>
  `SELECT t.id FROM ${table} t
    WHERE t.workspace_id = $1 AND t.id = ANY ($${place}::uuid[]) AND t.deleted_at IS NULL ORDER BY t.id FOR KEY SHARE`;

const merged = (place: number, table: string) =>
  `SELECT t.id, t.merged_into FROM ${table} t
    WHERE t.workspace_id = $1 AND t.id = ANY ($${place}::uuid[]) AND t.merged_into IS NOT NULL`;

/** Everything that entries name, in one look. Customers and vendors are kept from being deleted until the transaction ends. */
export async function loadJournalReferences(
  transaction: Transaction,
  personId: string | null,
  { accountIds, customerIds, vendorIds, tagIds }: Named,
): Promise<JournalReferences> {
  const [row] = await transaction.query<{
    currency: string;
    fourEyesLimit: string | null;
    closedThrough: string | null;
    cutoverDate: string | null;
    isOwner: boolean;
    accounts: readonly JournalAccount[];
    unknown: readonly string[];
    merged: Readonly<Record<string, string>>;
  }>(
    `WITH held_customer AS (${held(4, 'customer')}), held_vendor AS (${held(5, 'vendor')})
     SELECT b.currency, b.four_eyes_limit::text AS "fourEyesLimit", b.closed_through AS "closedThrough", b.cutover_date AS "cutoverDate",
            EXISTS (SELECT FROM membership m WHERE m.workspace_id = $1 AND m.person_id = $2 AND m.role = 'owner') AS "isOwner",
            (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'accountNumber', a.account_number, 'type', a.type,
                      'status', a.status, 'currency', a.currency, 'mergedIntoId', a.merged_into,
                      'control', CASE a.role WHEN 'accounts_receivable' THEN 'receivable'
                                             WHEN 'accounts_payable' THEN 'payable' END)), '[]')
               FROM account a WHERE a.workspace_id = $1 AND a.id = ANY ($3::uuid[])) AS accounts,
            ${missing(4, 'SELECT id FROM held_customer')} || ${missing(5, 'SELECT id FROM held_vendor')}
              || ${missing(6, 'SELECT id FROM tag WHERE workspace_id = $1 AND id = ANY ($6::uuid[]) AND deleted_at IS NULL')} AS unknown,
            (SELECT coalesce(json_object_agg(m.id, m.merged_into), '{}')
               FROM (${merged(4, 'customer')} UNION ALL ${merged(5, 'vendor')}) AS m) AS merged
       FROM books b
      WHERE b.workspace_id = $1`,
    [transaction.workspaceId, personId, accountIds, customerIds, vendorIds, tagIds],
    'load_journal_references',
  );
  const { currency, fourEyesLimit, closedThrough, cutoverDate, isOwner, accounts, unknown } = row!;
  return {
    books: { currency, fourEyesLimit, closedThrough, cutoverDate },
    isOwner,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    unknown: new Set(unknown),
    merged: new Map(Object.entries(row!.merged)),
  };
}
