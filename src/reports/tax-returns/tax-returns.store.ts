import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { ReturnFigures } from './return-figures.store.ts';

/** That a return was filed: from then on it says what it said then. */
export interface Filing {
  /** The seal of the return before, where there is one. */
  readonly afterSeal: number | null;
  /** The first day of the first return then; null in filings that did not keep it. */
  readonly since: string | null;
  readonly sealNumber: number;
  readonly sealHash: string;
  readonly reference: string | null;
  readonly filedAt: Date;
  readonly filedBy: { readonly uuid: string; readonly name: string } | null;
}

export interface TaxReturn {
  readonly id: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** null: a draft. */
  readonly filing: Filing | null;
}

export interface ReturnPeriod {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
}

interface Row {
  readonly id: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly afterSeal: number | null;
  readonly since: string | null;
  readonly sealNumber: number | null;
  readonly sealHash: string | null;
  readonly reference: string | null;
  readonly filedAt: Date | null;
  readonly personId: string | null;
  readonly personName: string | null;
}

const FIELDS = `r.id, r.start_date AS "startDate", r.end_date AS "endDate", r.basis, r.created_at AS "createdAt",
  r.updated_at AS "updatedAt", f.after_seal::float8 AS "afterSeal", f.since, f.seal_number::float8 AS "sealNumber",
  encode(f.seal_hash, 'hex') AS "sealHash", f.reference, f.recorded_at AS "filedAt", f.person_id AS "personId",
  p.name AS "personName"`;
const FROM = `FROM tax_return r
  LEFT JOIN tax_return_filing f ON f.workspace_id = $1 AND f.id = r.filing_id
  LEFT JOIN person p ON p.id = f.person_id
 WHERE r.workspace_id = $1 AND r.deleted_at IS NULL`;

function toTaxReturn(row: Row): TaxReturn {
  const { id, startDate, endDate, basis, createdAt, updatedAt, personId, personName } = row;
  const { afterSeal, since, sealNumber, sealHash, reference, filedAt } = row;
  const filedBy = personId && personName !== null ? { uuid: personId, name: personName } : null;
  const filing =
    sealNumber === null
      ? null
      : { afterSeal, since, sealNumber, sealHash: sealHash!, reference, filedAt: filedAt!, filedBy };
  return { id, startDate, endDate, basis, createdAt, updatedAt, filing };
}

async function selectOne(
  transaction: Transaction,
  condition: string,
  values: readonly unknown[] = [],
): Promise<TaxReturn | undefined> {
  const [row] = await transaction.query<Row & Record<string, unknown>>(
    `SELECT ${FIELDS} ${FROM} AND ${condition}`,
    [transaction.workspaceId, ...values],
  );
  return row && toTaxReturn(row);
}

/**
 * Keeps everybody else from changing returns, and from sealing, until the transaction ends. Nobody who posts waits: what
 * commits meanwhile gets a later seal.
 */
export async function lockTaxReturns(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT number FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [
    transaction.workspaceId,
  ]);
}

export const findTaxReturn = (transaction: Transaction, id: string) =>
  selectOne(transaction, 'r.id = $2', [id]);

/** The one that is not filed; there is one at most. */
export const findDraft = (transaction: Transaction) => selectOne(transaction, 'r.filing_id IS NULL');

/** The last of those that are filed. */
export const findLastFiled = (transaction: Transaction) =>
  selectOne(transaction, 'r.filing_id IS NOT NULL ORDER BY r.end_date DESC LIMIT 1');

/** The first day of those that are filed. */
export async function findFirstDay(transaction: Transaction): Promise<string | null> {
  const [row] = await transaction.query<{ day: string | null }>(
    'SELECT min(start_date) AS day FROM tax_return WHERE workspace_id = $1 AND deleted_at IS NULL AND filing_id IS NOT NULL',
    [transaction.workspaceId],
  );
  return row!.day;
}

/** The returns of a page, the newest first. */
export async function selectTaxReturns(transaction: Transaction, page: Page) {
  const rows = await transaction.query<Row & Record<string, unknown>>(
    `SELECT ${FIELDS} ${FROM} ORDER BY r.filing_id IS NULL DESC, r.end_date DESC LIMIT $2 OFFSET $3`,
    [transaction.workspaceId, page.limit, page.offset],
  );
  const [total] = await transaction.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM tax_return WHERE workspace_id = $1 AND deleted_at IS NULL',
    [transaction.workspaceId],
  );
  return { rows: rows.map(toTaxReturn), totalRecords: total!.count };
}

/** What filed returns said, by their ids. */
export async function selectFiledFigures(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReturnFigures>> {
  const rows = await transaction.query<{ id: string; figures: ReturnFigures }>(
    `SELECT r.id, f.figures
       FROM tax_return r
       JOIN tax_return_filing f ON f.workspace_id = $1 AND f.id = r.filing_id
      WHERE r.workspace_id = $1 AND r.id = ANY ($2::uuid[])`,
    [transaction.workspaceId, ids],
  );
  return new Map(rows.map(({ id, figures }) => [id, figures]));
}

/** Opens a draft. The returns must be locked. */
export async function insertTaxReturn(transaction: Transaction, period: ReturnPeriod): Promise<TaxReturn> {
  const id = uuidv7();
  await transaction.query(
    'INSERT INTO tax_return (workspace_id, id, start_date, end_date, basis) VALUES ($1, $2, $3, $4, $5)',
    [transaction.workspaceId, id, period.startDate, period.endDate, period.basis],
  );
  return (await findTaxReturn(transaction, id))!;
}

/** Gives a draft another period. The returns must be locked. */
export async function updatePeriod(
  transaction: Transaction,
  id: string,
  { startDate, endDate, basis }: ReturnPeriod,
): Promise<TaxReturn> {
  await transaction.query(
    `UPDATE tax_return SET start_date = $3, end_date = $4, basis = $5, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2 AND filing_id IS NULL`,
    [transaction.workspaceId, id, startDate, endDate, basis],
  );
  return (await findTaxReturn(transaction, id))!;
}

/** Deletes a draft; its row stays, since what it was filed with earlier names it. The returns must be locked. */
export async function removeTaxReturn(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    `UPDATE tax_return SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2 AND filing_id IS NULL`,
    [transaction.workspaceId, id],
  );
}

/** Who files a return or takes a filing back, by which request. */
export interface FilingTrail {
  readonly personId: string;
  readonly partnerAppId: string;
  readonly requestId: string;
}

export interface NewFiling extends FilingTrail {
  readonly afterSeal: number | null;
  readonly since: string | null;
  readonly sealNumber: number;
  readonly sealHash: string;
  readonly figures: ReturnFigures;
  readonly reference: string | null;
}

const INSERT_FILING = `INSERT INTO tax_return_filing (workspace_id, id, tax_return_id, action, start_date, end_date, basis,
    person_id, partner_app_id, request_id, after_seal, since, seal_number, seal_hash, figures, reference, reason)
  SELECT r.workspace_id, $3, r.id, $4, r.start_date, r.end_date, r.basis, $5, $6, $7, $8, $9, $10, decode($11, 'hex'), $12, $13, $14
    FROM tax_return r WHERE r.workspace_id = $1 AND r.id = $2`;

async function moveTo(transaction: Transaction, id: string, filingId: string | null): Promise<TaxReturn> {
  await transaction.query(
    'UPDATE tax_return SET filing_id = $3, updated_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2',
    [transaction.workspaceId, id, filingId],
  );
  return (await findTaxReturn(transaction, id))!;
}

/** Files a draft with its figures. The returns must be locked, and all be sealed. */
export async function storeFiling(
  transaction: Transaction,
  id: string,
  filing: NewFiling,
): Promise<TaxReturn> {
  const filingId = uuidv7();
  const { personId, partnerAppId, requestId, afterSeal, since, sealNumber, sealHash, figures, reference } =
    filing;
  await transaction.query(INSERT_FILING, [
    ...[transaction.workspaceId, id, filingId, 'file', personId, partnerAppId, requestId],
    ...[afterSeal, since, sealNumber, sealHash, JSON.stringify(figures), reference, null],
  ]);
  return moveTo(transaction, id, filingId);
}

/** Makes a filed return a draft again; what was filed is kept. The returns must be locked. */
export async function takeFilingBack(
  transaction: Transaction,
  id: string,
  reason: string,
  { personId, partnerAppId, requestId }: FilingTrail,
): Promise<TaxReturn> {
  await transaction.query(INSERT_FILING, [
    ...[transaction.workspaceId, id, uuidv7(), 'unfile', personId, partnerAppId, requestId],
    ...[null, null, null, null, null, null, reason],
  ]);
  return moveTo(transaction, id, null);
}
