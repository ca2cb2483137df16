import { formatMinorUnits } from '../../ledger/money/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { selectLimitChanges, selectWatchedEntries } from './audit-four-eyes.store.ts';
import { AUDIT_PAGE_EXAMPLE } from './audit-page.examples.ts';
import { type AuditPage, auditPageQuery, auditPageSchema } from './audit-page.schema.ts';
import {
  type AuditScope,
  type Found,
  selectAfterClose,
  selectBackdated,
  selectManualOnControlAccounts,
  selectMasterDataChanges,
  selectMissingNumbers,
} from './audit-page.store.ts';

const BACKDATED_DAYS = 31;

export const getAuditPage = defineEndpoint({
  method: 'GET',
  path: '/partners/ledger/audit',
  operationId: 'getAuditPage',
  tag: 'Reports',
  summary: 'Get Auditor’s Page',
  description: `What an auditor looks at first: entries that were recorded long after their date, entries that came after a
close, manual entries on control accounts, what reaches the four-eyes limit with its writer and approver, numbers that are missing, and changes of what the books rest on. Entries count by
their accounting date, the rest by when it was recorded. [Get Ledger Proof](/docs/reports/get-ledger-proof) says whether
the books hold. An addition of Recount, which COUNT’s API does not have.`,
  access: 'partner',
  query: auditPageQuery,
  readsAtLength: true,
  status: 200,
  message: 'Auditor’s page generated successfully.',
  data: auditPageSchema,
  errors: [],
  examples: { data: AUDIT_PAGE_EXAMPLE },
  async handle({ query, read }) {
    const { startDate, endDate, backdatedDays = BACKDATED_DAYS } = query;
    return {
      data: await read((transaction) => generate(transaction, { startDate, endDate, backdatedDays })),
    };
  },
});

interface Books {
  readonly currency: string;
  readonly fourEyesLimit: bigint | null;
  readonly fourEyesSince: Date | null;
}

async function readBooks(transaction: Transaction): Promise<Books> {
  const [books] = await transaction.query<{ [field in keyof Books]: Books[field] }>(
    `SELECT currency, four_eyes_limit AS "fourEyesLimit", four_eyes_since AS "fourEyesSince"
       FROM books WHERE workspace_id = $1`,
    [transaction.workspaceId],
  );
  return books!;
}

async function generate(transaction: Transaction, scope: AuditScope): Promise<AuditPage> {
  const { currency, fourEyesLimit, fourEyesSince } = await readBooks(transaction);
  const told = <Row extends { readonly recordedAt: Date }>({ count, rows }: Found<Row>) => ({
    count,
    rows: rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() })),
  });
  const inMoney = <Row extends { readonly amount: string }>({
    count,
    rows,
  }: {
    count: number;
    rows: Row[];
  }) => ({
    count,
    rows: rows.map((row) => ({ ...row, amount: formatMinorUnits(BigInt(row.amount), currency) })),
  });
  const afterClose = inMoney(told(await selectAfterClose(transaction, scope)));
  const watched = inMoney(told(await selectWatchedEntries(transaction, scope, fourEyesLimit)));
  return {
    startDate: scope.startDate,
    endDate: scope.endDate,
    currency,
    backdated: inMoney(told(await selectBackdated(transaction, scope))),
    afterClose: {
      ...afterClose,
      rows: afterClose.rows.map((row) => ({ ...row, closedAt: row.closedAt.toISOString() })),
    },
    manualOnControlAccounts: inMoney(told(await selectManualOnControlAccounts(transaction, scope))),
    fourEyes: {
      limit: fourEyesLimit === null ? null : formatMinorUnits(fourEyesLimit, currency),
      since: fourEyesSince?.toISOString() ?? null,
      entries: {
        ...watched,
        rows: watched.rows.map((row) => ({
          ...row,
          heldAmount: formatMinorUnits(BigInt(row.heldAmount), currency),
        })),
      },
      limitChanges: told(await selectLimitChanges(transaction, scope)),
    },
    missingNumbers: told(await selectMissingNumbers(transaction, scope)),
    masterDataChanges: told(await selectMasterDataChanges(transaction, scope)),
  };
}
