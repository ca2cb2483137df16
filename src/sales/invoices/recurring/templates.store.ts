import { sql } from 'kysely';
import { queryBuilder } from '../../../platform/database/query-builder.ts';
import {
  containsName,
  containsPart,
  type PageOfRows,
  selectPage,
} from '../../../platform/database/select-page.ts';
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
import type { StoredBody } from './stored-body.ts';
import type { Template, TemplateFields } from './template.ts';

interface TemplateTable extends TemplateRow {
  customer_id: string;
  label: string | null;
  label_key: string | null;
  body: StoredBody | string;
  currency: string;
  total: bigint;
  due_days: number | null;
}

interface Tables {
  recurring_invoice_template: TemplateTable;
  customer: { workspace_id: string; id: string; customer: string; name_key: string; email: string | null };
}

const builder = queryBuilder<Tables>();

/** Where these templates are. */
export const TEMPLATE_TABLE = 'recurring_invoice_template';

const LAST_RUN = sql<Template['lastRun'] & { createdAt: string }>`(
  SELECT json_build_object('date', r.scheduled_date, 'invoiceUuid', r.invoice_id, 'heldForApproval', r.held_for_approval,
                           'createdAt', to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM recurring_invoice_run r
   WHERE r.workspace_id = t.workspace_id AND r.template_id = t.id
   ORDER BY r.scheduled_date DESC LIMIT 1)`;

function templatesOf(workspaceId: string) {
  return builder
    .selectFrom('recurring_invoice_template as t')
    .innerJoin('customer as c', (join) =>
      join.onRef('c.workspace_id', '=', 't.workspace_id').onRef('c.id', '=', 't.customer_id'),
    )
    .where('t.workspace_id', '=', workspaceId)
    .where('t.deleted_at', 'is', null);
}

function selectRows(templates: ReturnType<typeof templatesOf>) {
  return templates
    .selectAll('t')
    .select(['c.customer as customer_name', 'c.email as customer_email', LAST_RUN.as('last_run')]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRows>['executeTakeFirstOrThrow']>>;

function toTemplate(row: Row): Template {
  return {
    ...fromTemplateRow(row),
    label: row.label,
    body: row.body as StoredBody,
    currency: row.currency,
    total: row.total,
    dueDays: row.due_days,
    customer: { id: row.customer_id, customer: row.customer_name, email: row.customer_email },
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
  /** Part of the label or of the customer's name, in any case. */
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
  if (search !== undefined)
    fitting = fitting.where((where) =>
      where.or([
        containsName('c.name_key', search),
        where.and([where('t.label_key', 'is not', null), containsPart('t.label_key', search)]),
      ]),
    );
  const sorted = selectRows(fitting).orderBy('t.created_at', 'desc').orderBy('t.id', 'desc');
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  return { rows: (rows as Row[]).map(toTemplate), totalRecords };
}

function toRow(fields: TemplateFields) {
  const { body, label } = fields;
  return {
    ...toTemplateRow(fields),
    customer_id: body.customerUuid,
    label,
    label_key: label && caseKey(label),
    body: JSON.stringify(body),
    currency: fields.currency,
    total: fields.total,
    due_days: fields.dueDays,
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
  await scheduleTemplate(transaction, id);
}

/** Marks a template as deleted: it makes nothing any more, what it has made stays. */
export async function markTemplateDeleted(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    `UPDATE recurring_invoice_template SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id],
  );
  await scheduleTemplate(transaction, id);
}

/** Notes that a run was made, and which stands next. The key of the run makes each scheduled date once. */
export async function recordRun(
  transaction: Transaction,
  templateId: string,
  run: { readonly date: string; readonly invoiceId: string; readonly heldForApproval: boolean },
  next: { readonly index: number; readonly date: string | null },
): Promise<void> {
  await transaction.query(
    `INSERT INTO recurring_invoice_run (workspace_id, template_id, scheduled_date, invoice_id, held_for_approval)
     VALUES ($1, $2, $3, $4, $5)`,
    [transaction.workspaceId, templateId, run.date, run.invoiceId, run.heldForApproval],
  );
  await transaction.query(
    `UPDATE recurring_invoice_template
        SET run_count = run_count + 1, next_occurrence = $3, next_date = $4, failure = NULL, failed_attempts = 0
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, templateId, next.index, next.date],
  );
  await scheduleTemplate(transaction, templateId);
}
