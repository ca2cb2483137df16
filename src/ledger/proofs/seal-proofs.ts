import type { Proof } from './proof.ts';

const SEALED_ONCE: Proof = {
  name: 'sealed-once',
  description:
    'Every entry has one seal or waits for it, never both and never neither; no seal is without its entry.',
  sql: `
    SELECT CASE
             WHEN e.entry_id IS NULL AND s.seals IS NOT NULL THEN format('a seal covers entry %s, which is not there', s.entry_id)
             WHEN e.entry_id IS NULL THEN format('entry %s waits for a seal and is not there', u.entry_id)
             WHEN s.seals > 1 THEN format('entry %s of %s has %s seals', e.entry_id, e.effective, s.seals)
             WHEN s.seals = 1 AND u.entry_id IS NOT NULL THEN format('entry %s of %s is sealed and waits for a seal', e.entry_id, e.effective)
             WHEN s.seals IS NULL AND u.entry_id IS NULL THEN format('entry %s of %s has no seal and waits for none', e.entry_id, e.effective)
           END AS failure
      FROM (SELECT effective, entry_id FROM journal_entry WHERE workspace_id = $1) AS e
      FULL JOIN (SELECT effective, entry_id, count(*) AS seals FROM entry_seal WHERE workspace_id = $1 GROUP BY 1, 2) AS s
        USING (effective, entry_id)
      FULL JOIN (SELECT effective, entry_id FROM unsealed_entry WHERE workspace_id = $1) AS u
        USING (effective, entry_id)`,
};

const SEALS_GAPLESS: Proof = {
  name: 'seals-gapless',
  description:
    'Seals are numbered from 1 without a gap up to the head of the chain, whose hash is the last seal’s.',
  sql: `
    SELECT CASE WHEN number <> previous + 1
                THEN CASE WHEN number = previous THEN format('seal %s is there twice', number)
                          ELSE format('seals %s to %s are missing', previous + 1, number - 1) END
           END AS failure
      FROM (SELECT number, lag(number, 1, 0::bigint) OVER (ORDER BY number) AS previous
              FROM entry_seal WHERE workspace_id = $1) AS numbered
    UNION ALL
    SELECT CASE
             WHEN h.workspace_id IS NULL THEN 'the chain has no head'
             WHEN h.number <> coalesce(last.number, 0) THEN format('the head is at %s, the last seal is %s', h.number, coalesce(last.number, 0))
             WHEN h.hash <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) THEN format('the head’s hash is not that of seal %s', h.number)
           END
      FROM (SELECT) AS one
      LEFT JOIN chain_head h ON h.workspace_id = $1
      LEFT JOIN (SELECT number, hash FROM entry_seal WHERE workspace_id = $1 ORDER BY number DESC LIMIT 1) AS last ON true`,
};

const CHAIN_HOLDS: Proof = {
  name: 'chain-holds',
  description:
    'The hash of every seal, computed again from its entry and the seal before, is the one that is stored.',
  sql: `
    SELECT CASE WHEN hash IS DISTINCT FROM seal_hash(format_version, $1, number, previous, entry_as_text($1, effective, entry_id))
                THEN format('seal %s does not fit entry %s of %s or the seal before', number, entry_id, effective)
           END AS failure
      FROM (SELECT format_version, number, effective, entry_id, hash,
                   lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER (ORDER BY number) AS previous
              FROM entry_seal WHERE workspace_id = $1) AS chained`,
};

const TOTALS_FIT: Proof = {
  name: 'totals-fit',
  description:
    'The totals are the sums of the sealed lines by account, currency, basis and day, and there are no others.',
  sql: `
    SELECT CASE WHEN (t.amount, t.base_amount, t.line_count) IS DISTINCT FROM (l.amount, l.base_amount, l.line_count)
                THEN format('total of account %s, %s, %s, %s: stored %s (base %s, %s lines), lines say %s (base %s, %s lines)',
                            account_id, currency, basis, day, coalesce(t.amount::text, 'none'), t.base_amount, t.line_count,
                            coalesce(l.amount::text, 'none'), l.base_amount, l.line_count)
           END AS failure
      FROM (SELECT account_id, currency, basis, day, amount, base_amount, line_count, true AS stored
              FROM account_total WHERE workspace_id = $1) AS t
      FULL JOIN (
        SELECT l.account_id, l.currency, l.basis, l.effective AS day, sum(l.amount) AS amount,
               sum(l.base_amount) AS base_amount, count(*) AS line_count
          FROM entry_seal s
          JOIN journal_line l ON l.workspace_id = $1 AND l.effective = s.effective AND l.entry_id = s.entry_id
         WHERE s.workspace_id = $1
         GROUP BY 1, 2, 3, 4
      ) AS l USING (account_id, currency, basis, day)`,
};

const DIMENSION_TOTALS_FIT: Proof = {
  name: 'dimension-totals-fit',
  description:
    'The totals of income and expenses by tag, customer, vendor and product are the sums of the sealed lines, and there are no others.',
  sql: `
    SELECT CASE WHEN (t.base_amount, t.line_count) IS DISTINCT FROM (l.base_amount, l.line_count)
                THEN format('total of %s %s on account %s, %s, %s: stored %s (%s lines), lines say %s (%s lines)', dimension, dimension_id,
                            account_id, basis, day, coalesce(t.base_amount::text, 'none'), t.line_count,
                            coalesce(l.base_amount::text, 'none'), l.line_count)
           END AS failure
      FROM (SELECT dimension, dimension_id, day, account_id, basis, base_amount, line_count
              FROM dimension_total WHERE workspace_id = $1) AS t
      FULL JOIN (
        SELECT l.dimension, l.dimension_id, l.day, l.account_id, l.basis, sum(l.base_amount) AS base_amount, count(*) AS line_count
          FROM (SELECT coalesce(array_agg(s.effective), '{}') AS dates, coalesce(array_agg(s.entry_id), '{}') AS ids
                  FROM entry_seal s WHERE s.workspace_id = $1) AS sealed
         CROSS JOIN LATERAL lines_by_dimension($1, sealed.dates, sealed.ids) AS l
         GROUP BY 1, 2, 3, 4, 5
      ) AS l USING (dimension, dimension_id, day, account_id, basis)`,
};

const MONTH_TOTALS_FIT: Proof = {
  name: 'month-totals-fit',
  description:
    'The totals of months, by account and by tag, customer, vendor and product, are the sums of those of their days, and there are no others.',
  sql: `
    SELECT CASE WHEN (m.base_amount, m.line_count) IS DISTINCT FROM (d.base_amount, d.line_count)
                THEN format('total of account %s, %s%s, in the month from %s: stored %s (%s lines), its days say %s (%s lines)', account_id,
                            basis, CASE WHEN dimension <> '' THEN format(', of %s %s', dimension, dimension_id) END, month,
                            coalesce(m.base_amount::text, 'none'), m.line_count, coalesce(d.base_amount::text, 'none'), d.line_count)
           END AS failure
      FROM (SELECT '' AS dimension, '' AS dimension_id, month, account_id, basis, base_amount, line_count
              FROM account_month_total WHERE workspace_id = $1
            UNION ALL
            SELECT dimension, dimension_id::text, month, account_id, basis, base_amount, line_count
              FROM dimension_month_total WHERE workspace_id = $1) AS m
      FULL JOIN (
        SELECT t.dimension, t.dimension_id, date_trunc('month', t.day::timestamp)::date AS month, t.account_id, t.basis,
               sum(t.base_amount) AS base_amount, sum(t.line_count) AS line_count
          FROM (SELECT '' AS dimension, '' AS dimension_id, day, account_id, basis, base_amount, line_count
                  FROM account_total WHERE workspace_id = $1
                UNION ALL
                SELECT dimension, dimension_id::text, day, account_id, basis, base_amount, line_count
                  FROM dimension_total WHERE workspace_id = $1) AS t
         GROUP BY 1, 2, 3, 4, 5
      ) AS d USING (dimension, dimension_id, month, account_id, basis)`,
};

/** Rebuilt from the control accounts, as a report of an earlier seal sums them, and not by the functions of the sealer. */
const OPEN_ITEM_TOTALS_FIT: Proof = {
  name: 'open-item-totals-fit',
  description:
    'The total of each open item is its sealed lines in the accrual book and its allocations, but for those that wait to be totalled, and there are no others.',
  sql: `
    WITH control AS (
      SELECT id, CASE role WHEN 'accounts_receivable' THEN 'receivable' ELSE 'payable' END AS control,
             CASE role WHEN 'accounts_receivable' THEN 1 ELSE -1 END AS side
        FROM account WHERE workspace_id = $1 AND role IN ('accounts_receivable', 'accounts_payable')
    ), line AS (
      SELECT l.open_item_id AS id, sum(c.side * l.amount::numeric) AS amount, sum(c.side * l.base_amount::numeric) AS base_amount,
             min(l.effective) AS first_day, count(*) AS lines
        FROM control c
        JOIN journal_line l ON l.workspace_id = $1 AND l.account_id = c.id AND l.basis <> 'cash'
        JOIN entry_seal s ON s.workspace_id = $1 AND s.effective = l.effective AND s.entry_id = l.entry_id
       WHERE l.open_item_id IS NOT NULL
       GROUP BY l.open_item_id
    ), allocated AS (
      SELECT side.id, sum(side.amount) AS amount, sum(side.base_amount) AS base_amount, count(*) AS allocations
        FROM allocation a
        LEFT JOIN untotalled_allocation u ON u.workspace_id = $1 AND u.allocation_id = a.id
       CROSS JOIN LATERAL (VALUES (a.from_open_item_id, a.amount::numeric, a.base_amount::numeric),
                                  (a.to_open_item_id, -a.amount, -a.base_amount)) AS side(id, amount, base_amount)
       WHERE a.workspace_id = $1 AND u.allocation_id IS NULL
       GROUP BY side.id
    ), rebuilt AS (
      SELECT coalesce(l.id, a.id) AS id, coalesce(l.amount, 0) + coalesce(a.amount, 0) AS amount, coalesce(l.base_amount, 0) + coalesce(a.base_amount, 0) AS base_amount,
             l.first_day, coalesce(l.lines, 0) AS lines, coalesce(a.allocations, 0) AS allocations, o.control,
             coalesce(o.customer_id, o.vendor_id) AS party_id, o.currency
        FROM line l
        FULL JOIN allocated a ON a.id = l.id
        LEFT JOIN open_item o ON o.workspace_id = $1 AND o.id = coalesce(l.id, a.id)
    )
    SELECT CASE
             WHEN (t.amount, t.base_amount, t.first_day, t.line_count, t.allocation_count)
                    IS DISTINCT FROM (r.amount, r.base_amount, r.first_day, r.lines, r.allocations)
               THEN format('total of open item %s: stored %s (base %s, from %s, %s lines, %s allocations), lines and allocations say %s (base %s, from %s, %s lines, %s allocations)',
                           id, coalesce(t.amount::text, 'none'), t.base_amount, t.first_day, t.line_count, t.allocation_count,
                           coalesce(r.amount::text, 'none'), r.base_amount, r.first_day, r.lines, r.allocations)
             WHEN (t.control, t.party_id, t.currency) IS DISTINCT FROM (r.control, r.party_id, r.currency)
               THEN format('total of open item %s: stored as %s of %s in %s, the item is %s of %s in %s', id, t.control,
                           coalesce(t.party_id::text, 'nobody'), t.currency, r.control, coalesce(r.party_id::text, 'nobody'), r.currency)
           END AS failure
      FROM (SELECT *, open_item_id AS id FROM open_item_total WHERE workspace_id = $1) AS t
      FULL JOIN rebuilt r USING (id)
    UNION ALL
    SELECT CASE WHEN a.id IS NULL THEN format('allocation %s waits to be totalled and is not there', u.allocation_id) END
      FROM untotalled_allocation u
      LEFT JOIN allocation a ON a.workspace_id = $1 AND a.id = u.allocation_id
     WHERE u.workspace_id = $1`,
};

/** What holds of the chain and of the totals that the sealer keeps. */
export const SEAL_PROOFS: readonly Proof[] = [
  SEALED_ONCE,
  SEALS_GAPLESS,
  CHAIN_HOLDS,
  TOTALS_FIT,
  DIMENSION_TOTALS_FIT,
  MONTH_TOTALS_FIT,
  OPEN_ITEM_TOTALS_FIT,
];
