import { type Generated, sql } from 'kysely';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';

/** What a reader said of a page of the portal. */
export interface Feedback {
  readonly id: string;
  readonly page: string;
  readonly section: 'endpoint' | 'response' | 'page';
  readonly helpful: boolean;
  readonly reason: string | null;
  readonly createdAt: Date;
}

interface FeedbackTable {
  id: string;
  page: string;
  section: Feedback['section'];
  helpful: boolean;
  reason: string | null;
  created_at: Generated<Date>;
}

const builder = queryBuilder<{ portal_feedback: FeedbackTable }>();

const COLUMNS = ['id', 'page', 'section', 'helpful', 'reason', 'created_at as createdAt'] as const;

/** Keeps what a reader said. */
export async function insertFeedback(
  transaction: Transaction,
  feedback: Omit<Feedback, 'createdAt'>,
): Promise<Feedback> {
  const insert = builder.insertInto('portal_feedback').values(feedback).returning(COLUMNS);
  const [row] = await transaction.run<Feedback>(insert.compile());
  return row!;
}

export interface FeedbackFilter {
  readonly helpful?: boolean | undefined;
}

/** One page of what fits, the newest first, and how much fits in all. */
export async function selectFeedback(
  transaction: Transaction,
  { helpful }: FeedbackFilter,
  page: Pick<Page, 'limit' | 'offset'>,
): Promise<PageOfRows<Feedback>> {
  let fitting = builder.selectFrom('portal_feedback');
  if (helpful !== undefined) fitting = fitting.where('helpful', '=', helpful);
  const newestFirst = fitting.select(COLUMNS).orderBy('created_at', 'desc').orderBy('id', 'desc');
  return selectPage(transaction, newestFirst, page);
}

/** How often a page was said to help, and how often not. */
export interface PageTotals {
  readonly page: string;
  readonly yes: number;
  readonly no: number;
}

/** The totals of each page, the least helpful first. */
export async function selectPageTotals(transaction: Transaction): Promise<PageTotals[]> {
  const yes = sql<number>`count(*) FILTER (WHERE helpful)::integer`;
  const no = sql<number>`count(*) FILTER (WHERE NOT helpful)::integer`;
  const totals = builder
    .selectFrom('portal_feedback')
    .select(['page', yes.as('yes'), no.as('no')])
    .groupBy('page')
    .orderBy(no, 'desc')
    .orderBy('page');
  return transaction.run<PageTotals>(totals.compile());
}
