import type { Proof } from '../../ledger/proofs/index.ts';

const NUMBERS_UNIQUE: Proof = {
  name: 'numbers-unique',
  description: 'No two documents of a type have the same number, deleted ones left aside.',
  sql: `
    SELECT CASE WHEN count(*) > 1
                THEN format('%s number %s is on %s documents: %s', invoice_type, number_key, count(*), string_agg(id::text, ', ' ORDER BY id))
           END AS failure
      FROM invoice WHERE workspace_id = $1 AND deleted_at IS NULL
     GROUP BY invoice_type, number_key`,
};

// The candidate is written as allot_number() of the database writes it. A number is found by itself, since a draft may become
// a document of another type, and take its number along, in small letters too.
const NUMBERS_WITHOUT_HOLES: Proof = {
  name: 'numbers-without-holes',
  description:
    'Every number that a series has allotted is on a document, or in the register with the reason why not.',
  sql: `
    SELECT CASE WHEN i.number_key IS NULL AND r.number IS NULL
                THEN format('number %s was allotted and is neither on a document nor in the register', n.number)
           END AS failure
      FROM (
        SELECT s.series, s.series || lpad(k::text, greatest(6, length(k::text)), '0') AS number
          FROM number_series s, generate_series(1, s.next_number - 1) AS k
         WHERE s.workspace_id = $1
      ) AS n
      LEFT JOIN (
        SELECT DISTINCT number_key FROM invoice WHERE workspace_id = $1 AND deleted_at IS NULL
      ) AS i ON i.number_key = lower(n.number)
      LEFT JOIN (
        SELECT DISTINCT lower(number) AS number FROM number_register WHERE workspace_id = $1
      ) AS r ON r.number = lower(n.number)`,
};

/** What holds of document numbers. */
export const NUMBER_PROOFS: readonly Proof[] = [NUMBERS_UNIQUE, NUMBERS_WITHOUT_HOLES];
