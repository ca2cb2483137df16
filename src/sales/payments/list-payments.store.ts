import { sql } from 'kysely';
import { withAliases } from '../../ledger/merges/index.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { containsName, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import type { Payment, PaymentKind } from './payment.ts';
import { loadPayments } from './payments.store.ts';

export interface PaymentFilter {
  readonly kind?: PaymentKind | undefined;
  readonly customerUuid?: string | undefined;
  /** Only what is applied to this document. */
  readonly invoiceUuid?: string | undefined;
  /** Only payments of which something is left, or only the others. */
  readonly isOnAccount?: boolean | undefined;
  /** The first and the last date, YYYY-MM-DD. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** Part of the reference or of the customer's name, in any case. */
  readonly search?: string | undefined;
}

interface Tables {
  payment: {
    workspace_id: string;
    id: string;
    kind: PaymentKind;
    customer_id: string;
    date: string;
    amount: bigint;
    applied_amount: bigint;
    reference: string | null;
    deleted_at: Date | null;
  };
  customer: { workspace_id: string; id: string; name_key: string; merged_into: string | null };
}

const builder = queryBuilder<Tables>();

const isAppliedTo = (workspaceId: string, invoiceId: string) => sql<boolean>`EXISTS (
  SELECT FROM allocation a
   WHERE a.workspace_id = ${workspaceId} AND a.reverses IS NULL
     AND (a.from_open_item_id, a.to_open_item_id) IN ((payment.id, ${invoiceId}::uuid), (${invoiceId}::uuid, payment.id))
     AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = ${workspaceId} AND r.reverses = a.id))`;

function filterPayments(workspaceId: string, filter: PaymentFilter, customers: readonly string[]) {
  let filtered = builder
    .selectFrom('payment')
    .innerJoin('customer', (join) =>
      join
        .onRef('customer.workspace_id', '=', 'payment.workspace_id')
        .onRef('customer.id', '=', 'payment.customer_id'),
    )
    .where('payment.workspace_id', '=', workspaceId)
    .where('payment.deleted_at', 'is', null);
  if (filter.kind) filtered = filtered.where('payment.kind', '=', filter.kind);
  if (customers.length > 0) filtered = filtered.where('payment.customer_id', 'in', customers);
  if (filter.startDate) filtered = filtered.where('payment.date', '>=', filter.startDate);
  if (filter.endDate) filtered = filtered.where('payment.date', '<=', filter.endDate);
  if (filter.invoiceUuid) filtered = filtered.where(isAppliedTo(workspaceId, filter.invoiceUuid));
  if (filter.isOnAccount !== undefined) {
    const left = sql<boolean>`payment.kind = 'payment' AND payment.applied_amount < payment.amount`;
    filtered = filtered.where(filter.isOnAccount ? left : sql<boolean>`NOT (${left})`);
  }
  if (filter.search) {
    const { search } = filter;
    filtered = filtered.where((where) =>
      where.or([
        sql<boolean>`strpos(lower(payment.reference), lower(${search})) > 0`,
        containsName('customer.name_key', search),
        where.exists(
          where
            .selectFrom('customer as payer')
            .select(sql`1`.as('one'))
            .where('payer.workspace_id', '=', workspaceId)
            .whereRef('payer.id', '=', 'customer.merged_into')
            .where(containsName('payer.name_key', search)),
        ),
      ]),
    );
  }
  return filtered;
}

/** One page of the payments that fit, the newest first, and how many fit in all. */
export async function selectPayments(
  transaction: Transaction,
  filter: PaymentFilter,
  page: Page,
): Promise<PageOfRows<Payment>> {
  const named = filter.customerUuid ? [filter.customerUuid] : [];
  const customers = await withAliases(transaction, 'customer', named);
  const sorted = filterPayments(transaction.workspaceId!, filter, customers)
    .select('payment.id')
    .orderBy('payment.date', 'desc')
    .orderBy('payment.id', 'desc');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  const ids = rows.map(({ id }) => id);
  return { rows: await loadPayments(transaction, ids), totalRecords };
}
