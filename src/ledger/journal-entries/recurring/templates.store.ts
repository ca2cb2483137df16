import { sql } from 'kysely';
import { queryBuilder } from '../../../platform/database/query-builder.ts';
import { containsPart, type PageOfRows, selectPage } from '../../../platform/database/select-page.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Page } from '../../../platform/http/list.ts';
import { scheduleNewTemplate, scheduleTemplate } from '../../../platform/recurrence/make-due-runs.ts';
import {
  fromTemplateRow,
  lockTemplateRow,
  type TemplateRow,
  toNewTemplateRow,
  toTemplateRow,
} from '../../../platform/recurrence/template-rows.ts';
import { caseKey } from '../../../platform/text.ts';
import { RUN_AS_JSON, RUNS_WITH_ENTRIES } from './runs.store.ts';
import type { StoredBody } from './stored-body.ts';
import type { Template, TemplateFields } from './template.ts';

interface TemplateTable extends TemplateRow {
  body: StoredBody | string;
  search_key: string;
}

interface Tables {
  recurring_journal_template: TemplateTable;
  books: { workspace_id: string; currency: string };
}

const builder = queryBuilder<Tables>();

/** Where these templates are. */
export const TEMPLATE_TABLE = 'recurring_journal_template';

const LAST_RUN = sql<Template['lastRun']>`(
  SELECT ${sql.raw(RUN_AS_JSON)}
    FROM ${sql.raw(RUNS_WITH_ENTRIES)}
   WHERE r.workspace_id = t.workspace_id AND r.template_id = t.id
   ORDER BY r.scheduled_date DESC LIMIT 1)`;

const ACCOUNTS = sql<Template['accounts']>`(
  SELECT json_agg(json_build_object('uuid', a.id, 'name', a.name, 'accountNumber', a.account_number, 'type', a.type))
    FROM recurring_journal_account n
    JOIN account a ON a.workspace_id = n.workspace_id AND a.id = n.account_id
   WHERE n.workspace_id = t.workspace_id AND n.template_id = t.id)`;

function templatesOf(workspaceId: string) {
  return builder
    .selectFrom('recurring_journal_template as t')
    .innerJoin('books as b', 'b.workspace_id', 't.workspace_id')
    .where('t.workspace_id', '=', workspaceId)
    .where('t.deleted_at', 'is', null);
}

function selectRows(templates: ReturnType<typeof templatesOf>) {
  return templates.selectAll('t').select(['b.currency', LAST_RUN.as('last_run'), ACCOUNTS.as('accounts')]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRows>['executeTakeFirstOrThrow']>>;

function toTemplate(row: Row): Template {
  return {
    ...fromTemplateRow(row),
    body: row.body as StoredBody,
    currency: row.currency,
    accounts: row.accounts,
    lastRun: row.last_run,
  };
}

/** The template with this id; undefined where there is none, or it is deleted. */
export async function findTemplate(transaction: Transaction, id: string): Promise<Template | undefined> {
  const templates = templatesOf(transaction.workspaceId!).where('t.id', '=', id);
  const [row] = await transaction.run<Row>(selectRows(templates).compile());
  return row && toTemplate(row);
}

/** Locks a template until the transaction ends. Where `skip`, one that somebody else has locked is not waited for. */
export async function lockTemplate(
  transaction: Transaction,
  id: string,
  options?: { readonly skip: boolean },
): Promise<Template | undefined> {
  return (await lockTemplateRow(transaction, TEMPLATE_TABLE, id, options))
    ? findTemplate(transaction, id)
    : undefined;
}

export interface TemplateFilter {
  /** Part of the description or of the number, in any case. */
  readonly search?: string | undefined;
  readonly paused?: boolean | undefined;
}

/** One page of the templates that fit, the newest first. */
export async function selectTemplates(
  transaction: Transaction,
  { search, paused }: TemplateFilter,
  page: Page,
): Promise<PageOfRows<Template>> {
  let fitting = templatesOf(transaction.workspaceId!);
  if (paused !== undefined) fitting = fitting.where('t.paused', '=', paused);
  if (search !== undefined) fitting = fitting.where(containsPart('t.search_key', search));
  const sorted = selectRows(fitting).orderBy('t.created_at', 'desc').orderBy('t.id', 'desc');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: (rows as Row[]).map(toTemplate), totalRecords };
}

function toRow(fields: TemplateFields) {
  const { body } = fields;
  return {
    ...toTemplateRow(fields),
    body: JSON.stringify(body),
    search_key: caseKey([body.descriptionEntry, body.refNumber ?? ''].join('\n')),
  };
}

/** Writes a new template, and when it is due. */
export async function insertTemplate(
  transaction: Transaction,
  id: string,
  fields: TemplateFields,
  author: Pick<Template, 'personId' | 'partnerAppId'>,
): Promise<void> {
  const row = { ...toNewTemplateRow(transaction, id, author), ...toRow(fields) };
  await transaction.run(builder.insertInto(TEMPLATE_TABLE).values(row).compile());
  await nameAccounts(transaction, id, fields.body);
  await scheduleNewTemplate(transaction, id);
}

/** Writes a changed template, and when it is due now. What failed is tried again at once. */
export async function storeTemplate(
  transaction: Transaction,
  id: string,
  fields: TemplateFields,
): Promise<void> {
  const changed = builder
    .updateTable(TEMPLATE_TABLE)
    .set(toRow(fields))
    .where('workspace_id', '=', transaction.workspaceId!)
    .where('id', '=', id);
  await transaction.run(changed.compile());
  await nameAccounts(transaction, id, fields.body);
  await scheduleTemplate(transaction, id);
}

/** Writes which accounts a template names now: nobody deletes those. */
async function nameAccounts(
  transaction: Transaction,
  id: string,
  { lines }: Pick<StoredBody, 'lines'>,
): Promise<void> {
  await transaction.query(
    'DELETE FROM recurring_journal_account WHERE workspace_id = $1 AND template_id = $2 AND account_id <> ALL ($3::uuid[])',
    [transaction.workspaceId, id, lines.map(({ accountUuid }) => accountUuid)],
  );
  await transaction.query(
    `INSERT INTO recurring_journal_account (workspace_id, template_id, account_id)
     SELECT DISTINCT $1::uuid, $2::uuid, named FROM unnest($3::uuid[]) AS named ON CONFLICT DO NOTHING`,
    [transaction.workspaceId, id, lines.map(({ accountUuid }) => accountUuid)],
  );
}

/** Marks a template as deleted: it makes nothing any more and keeps no account, what it has made stays. */
export async function markTemplateDeleted(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    `UPDATE recurring_journal_template SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id],
  );
  await nameAccounts(transaction, id, { lines: [] });
  await scheduleTemplate(transaction, id);
}
