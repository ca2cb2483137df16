/** A table whose records are kept as they were before a change: by a trigger, which a migration makes. */
export interface VersionedTable {
  /** The column that names a record in its versions, and what else is part of the key; none of them ever changes. */
  readonly key: readonly [id: string, ...others: string[]];
  /** What reports print of a record, or choose it by, as SQL types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Whether a report may tell of a record that no line of its seal names: then it is kept since when it is there. */
  readonly keepsInsertions: boolean;
  /** Whether its rows are deleted, and not only marked. */
  readonly keepsDeletions: boolean;
}

const KEPT_ALWAYS = { keepsInsertions: false, keepsDeletions: false } as const;
const NAME = { name: 'text', name_key: 'text' } as const;

/** What a report may print of the records that its lines name, and which can change. */
export const VERSIONED_TABLES = {
  account: {
    key: ['id'],
    columns: {
      ...NAME,
      account_number: 'text',
      type: 'text',
      sub_type_id: 'integer',
      parent_id: 'uuid',
      role: 'text',
      merged_into: 'uuid',
    },
    keepsInsertions: false,
    keepsDeletions: true,
  },
  books: {
    key: ['workspace_id'],
    columns: { currency: 'text', accounting_basis: 'text', fiscal_year_start_month: 'smallint' },
    ...KEPT_ALWAYS,
  },
  customer: {
    key: ['id'],
    columns: { customer: 'text', name_key: 'text', merged_into: 'uuid' },
    ...KEPT_ALWAYS,
  },
  exchange_rate: {
    key: ['id'],
    columns: { currency: 'text', effective: 'date', rate: 'numeric(20, 10)' },
    keepsInsertions: true,
    keepsDeletions: true,
  },
  journal_line_mark: {
    key: ['entry_id', 'effective', 'line_no'],
    columns: { reviewed_at: 'timestamptz', reconciled_at: 'timestamptz' },
    keepsInsertions: true,
    keepsDeletions: false,
  },
  manual_journal: { key: ['id'], columns: { ref_number: 'text', description: 'text' }, ...KEPT_ALWAYS },
  product: { key: ['id'], columns: { ...NAME, code: 'text' }, ...KEPT_ALWAYS },
  tag: { key: ['id'], columns: NAME, ...KEPT_ALWAYS },
  tax: {
    key: ['id'],
    columns: {
      ...NAME,
      kind: 'text',
      percentage: 'numeric(9, 6)',
      sales_account_id: 'uuid',
      purchase_account_id: 'uuid',
    },
    keepsInsertions: true,
    keepsDeletions: false,
  },
  vendor: { key: ['id'], columns: { ...NAME, merged_into: 'uuid' }, ...KEPT_ALWAYS },
} as const satisfies Record<string, VersionedTable>;

export type VersionedTableName = keyof typeof VERSIONED_TABLES;
