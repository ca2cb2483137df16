import { listCurrencies } from '../../ledger/money/index.ts';
import type { Proof } from '../../ledger/proofs/index.ts';

/** How many decimals a currency has, as SQL: the database does not know. */
function digitsOf(column: string): string {
  const others = Map.groupBy(
    listCurrencies().filter(({ minorUnitDigits }) => minorUnitDigits !== 2),
    ({ minorUnitDigits }) => minorUnitDigits,
  );
  const cases = [...others].map(
    ([digits, currencies]) =>
      `WHEN ${column} IN (${currencies.map(({ code }) => `'${code}'`).join(', ')}) THEN ${digits}`,
  );
  return `CASE ${cases.join(' ')} ELSE 2 END`;
}

/** What a minor unit of a record in a currency of its own is worth in minor units of the workspace's. */
const WORTH = `exchange_rate * power(10::numeric, ${digitsOf('base_currency')} - ${digitsOf('currency')})`;

/** What is wrong with where a record's rate is from. */
const RATE_FAULT = `
  CASE WHEN currency = base_currency AND (exchange_rate, exchange_rate_source, exchange_rate_date) IS DISTINCT FROM (1::numeric, NULL::text, NULL::date)
         THEN format('is in %s, the workspace’s currency, and has a rate of %s', currency, exchange_rate)
       WHEN currency <> base_currency AND (exchange_rate_source IS NULL OR exchange_rate_date IS NULL OR exchange_rate <= 0)
         THEN format('is in %s and has a rate of %s from nowhere', currency, exchange_rate) END`;

/** Tells the lines of a document's entry apart: what is converted by itself, and what has the rest. */
const DOCUMENTS_CONVERTED: Proof = {
  name: 'documents-converted',
  description:
    'Each document has the rate of its currency and is worth its total at that rate, each of its taxes too; its income lines have the rest, and each what it is worth but for rounding.',
  sql: `
    WITH record AS (
      SELECT i.*, b.currency AS base_currency
        FROM invoice i JOIN books b ON b.workspace_id = i.workspace_id
       WHERE i.workspace_id = $1
    ), document AS (
      SELECT r.*, ${WORTH} AS worth, ${RATE_FAULT} AS rate_fault,
             (SELECT count(*) + 2 FROM invoice_line l WHERE l.workspace_id = $1 AND l.invoice_id = r.id)
             + (SELECT count(*) FROM invoice_line_tax t WHERE t.workspace_id = $1 AND t.invoice_id = r.id) AS roundings
        FROM record r
    )
    SELECT CASE
             WHEN d.rate_fault IS NOT NULL THEN format('%s %s (%s) %s', d.invoice_type, d.invoice_number, d.id, d.rate_fault)
             WHEN d.base_total <> round(d.total * d.worth)
               THEN format('%s %s (%s): %s at %s is worth %s, not %s', d.invoice_type, d.invoice_number, d.id, d.total,
                           d.exchange_rate, round(d.total * d.worth), d.base_total)
           END AS failure
      FROM document d
    UNION ALL
    SELECT CASE
             WHEN (l.tax_id IS NOT NULL OR l.open_item_id IS NOT NULL AND l.basis <> 'cash') AND l.base_amount <> round(l.amount * d.worth)
               OR abs(l.base_amount - l.amount * d.worth) > d.roundings
               THEN format('line %s of entry %s: %s at %s is worth %s, not %s', l.line_no, l.entry_id, l.amount, d.exchange_rate,
                           round(l.amount * d.worth), l.base_amount)
           END
      FROM document d
      JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = d.id AND e.source_version = d.version AND e.kind <> 'reversal'
      JOIN journal_line l ON l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
           -- The opening item, against which a document from before the cutover stands, is in the workspace's currency.
           AND l.currency = d.currency`,
};

const PAYMENTS_CONVERTED: Proof = {
  name: 'payments-converted',
  description:
    'Each payment and refund has the rate of its currency, is worth its amount at that rate, and is posted on receivables as such, apart from what it gained; a write-off has what it relieved.',
  sql: `
    WITH record AS (
      SELECT p.*, b.currency AS base_currency, CASE p.kind WHEN 'refund' THEN 1 ELSE -1 END AS sign
        FROM payment p JOIN books b ON b.workspace_id = p.workspace_id
       WHERE p.workspace_id = $1
    ), worth AS (
      SELECT r.*, ${WORTH} AS worth, ${RATE_FAULT} AS rate_fault FROM record r
    )
    SELECT CASE
             WHEN p.rate_fault IS NOT NULL THEN format('%s %s %s', p.kind, p.id, p.rate_fault)
             WHEN p.kind <> 'write_off' AND p.base_amount <> round(p.amount * p.worth)
               THEN format('%s %s: %s at %s is worth %s, not %s', p.kind, p.id, p.amount, p.exchange_rate, round(p.amount * p.worth), p.base_amount)
             WHEN e.base_amount <> p.sign * p.base_amount
               THEN format('%s %s is worth %s, receivables say %s', p.kind, p.id, p.sign * p.base_amount, e.base_amount)
           END AS failure
      FROM worth p
      LEFT JOIN LATERAL (
        SELECT sum(l.base_amount) AS base_amount
          FROM journal_entry e
          JOIN journal_line l ON l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id AND l.basis = 'accrual'
          LEFT JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id AND a.role = 'realised_currency_gain_loss'
         WHERE e.workspace_id = $1 AND e.source_id = p.id AND e.source_version = 1 AND e.kind <> 'reversal'
           AND (l.open_item_id = p.id OR a.id IS NOT NULL AND p.kind <> 'refund')
      ) AS e ON true`,
};

/**
 * An item that credits is restated to what it relieves, so that allocations relieve both sides alike. What it was worth
 * before is what it would be without the gains.
 */
const ITEMS_RELIEVED: Proof = {
  name: 'items-relieved',
  description:
    'In the workspace’s currency nothing is open of what is settled whole, and of what is settled in part its share, but for rounding.',
  sql: `
    WITH item AS (
      SELECT o.id, o.currency = b.currency AS own, coalesce(sum(l.amount), 0) AS amount, coalesce(sum(l.base_amount), 0) AS base_amount
        FROM open_item o
        JOIN books b ON b.workspace_id = o.workspace_id
        LEFT JOIN journal_line l ON l.workspace_id = $1 AND l.open_item_id = o.id AND l.basis <> 'cash'
       WHERE o.workspace_id = $1
       GROUP BY o.id, o.currency, b.currency
    ), relief AS (
      SELECT item, sum(amount) AS amount, sum(base_amount) AS base_amount, sum(gain) AS gain, count(*) AS allocations
        FROM (SELECT to_open_item_id AS item, -amount AS amount, -base_amount AS base_amount, 0 AS gain
                FROM allocation WHERE workspace_id = $1
              UNION ALL
              SELECT from_open_item_id, amount, base_amount, currency_gain FROM allocation WHERE workspace_id = $1) AS side
       GROUP BY item
    ), state AS (
      SELECT i.id, i.own, i.amount, i.amount + coalesce(r.amount, 0) AS open, i.base_amount + coalesce(r.base_amount, 0) AS base_open,
             i.base_amount - coalesce(r.gain, 0) AS base_amount, coalesce(r.allocations, 0) AS allocations
        FROM item i LEFT JOIN relief r ON r.item = i.id
    )
    SELECT CASE
             WHEN own AND base_open <> open THEN format('%s of item %s is open, in the workspace’s currency %s', open, id, base_open)
             WHEN open = 0 AND base_open <> 0 THEN format('nothing of item %s is open, in the workspace’s currency %s', id, base_open)
             WHEN open <> 0 AND abs(base_open - base_amount * open / amount) > allocations
               THEN format('%s of the %s of item %s is open, in the workspace’s currency %s of %s', open, amount, id, base_open, base_amount)
           END AS failure
      FROM state`,
};

const GAINS_POSTED: Proof = {
  name: 'currency-gains-posted',
  description:
    'In the accrual book the account of realised gains and losses holds of each customer what the allocations have gained.',
  sql: `
    WITH posted AS (
      SELECT l.customer_id, -l.base_amount AS posted, 0 AS gained
        FROM journal_line l
        JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id AND a.role = 'realised_currency_gain_loss'
        JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
       WHERE l.workspace_id = $1 AND l.basis = 'accrual' AND e.source IN ('payment', 'refund', 'write_off', 'allocation')
      UNION ALL
      SELECT o.customer_id, 0, a.currency_gain
        FROM allocation a JOIN open_item o ON o.workspace_id = $1 AND o.id = a.from_open_item_id
       WHERE a.workspace_id = $1
    )
    SELECT CASE WHEN sum(posted) <> sum(gained)
                THEN format('customer %s: allocations gained %s, the books say %s', coalesce(customer_id::text, 'unknown'), sum(gained), sum(posted))
           END AS failure
      FROM posted
     GROUP BY customer_id`,
};

/** What holds of documents and settlements in foreign currency. */
export const CURRENCY_PROOFS: readonly Proof[] = [
  DOCUMENTS_CONVERTED,
  PAYMENTS_CONVERTED,
  ITEMS_RELIEVED,
  GAINS_POSTED,
];
