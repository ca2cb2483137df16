import type { Proof } from '../../ledger/proofs/index.ts';

/**
 * An entry of the chain has the hash of the document that was answered as it was posted, and that document is in the event. So
 * whatever is changed in the tables since does not fit, and a changed event does not fit the chain.
 */
const DOCUMENTS_ARE_AS_POSTED: Proof = {
  name: 'documents-are-as-posted',
  description:
    'Each posted invoice and credit memo still says what it said as it was posted: number, days, notes, customer and lines. What it said has the hash that is in the chain.',
  sql: `
    WITH posted AS (
      SELECT DISTINCT ON (e.source_id) e.source_id, e.document_hash
        FROM journal_entry e
       WHERE e.workspace_id = $1 AND e.source IN ('invoice', 'memo') AND e.kind <> 'reversal'
       ORDER BY e.source_id, e.source_version, e.recorded_at
    ), said AS (
      SELECT o.entity_id, sha256(convert_to(o.document, 'UTF8')) AS hash, o.document::jsonb AS document
        FROM outbox_event o
       WHERE o.workspace_id = $1 AND o.entity_id IN (SELECT source_id FROM posted)
    ), is_now AS (
      SELECT i.id, i.invoice_type, i.invoice_number,
             jsonb_build_object(
               'invoiceNumber', i.invoice_number, 'date', i.date, 'dueDate', i.due_date, 'notes', i.notes,
               'customer', i.issued -> 'customer' -> 'customer', 'email', i.issued -> 'customer' -> 'email',
               'billingAddress', i.issued -> 'customer' -> 'billingAddress',
               'shippingAddress', i.issued -> 'customer' -> 'shippingAddress',
               'lines', (SELECT jsonb_agg(jsonb_build_array(l.id, l.description, l.quantity) ORDER BY l.id)
                           FROM invoice_line l WHERE l.workspace_id = $1 AND l.invoice_id = i.id)) AS document
        FROM invoice i
       WHERE i.workspace_id = $1 AND i.id IN (SELECT source_id FROM posted)
    ), was AS (
      SELECT p.source_id, s.hash,
             jsonb_build_object(
               'invoiceNumber', s.document -> 'invoiceNumber', 'date', s.document -> 'date', 'dueDate', s.document -> 'dueDate',
               'notes', s.document -> 'notes', 'customer', s.document -> 'customer' -> 'customer',
               'email', s.document -> 'customer' -> 'email', 'billingAddress', s.document -> 'customer' -> 'billingAddress',
               'shippingAddress', s.document -> 'customer' -> 'shippingAddress',
               'lines', (SELECT jsonb_agg(jsonb_build_array(l -> 'uuid', l -> 'description', l -> 'quantity') ORDER BY (l ->> 'uuid')::uuid)
                           FROM jsonb_array_elements(s.document -> 'products') AS l)) AS document
        FROM posted p
        LEFT JOIN said s ON s.entity_id = p.source_id AND s.hash = p.document_hash
    )
    SELECT CASE
             WHEN was.hash IS NULL
               THEN format('%s %s (%s): what it said as it was posted is not on record', n.invoice_type, n.invoice_number, n.id)
             WHEN n.document IS DISTINCT FROM was.document
               THEN format('%s %s (%s) does not say what it said as it was posted: %s', n.invoice_type, n.invoice_number, n.id,
                           (SELECT string_agg(format('%s was %s and is %s', f.key, was.document -> f.key, n.document -> f.key), ', ' ORDER BY f.key)
                              FROM jsonb_object_keys(n.document) AS f(key)
                             WHERE n.document -> f.key IS DISTINCT FROM was.document -> f.key))
           END AS failure
      FROM is_now n
      JOIN was ON was.source_id = n.id`,
};

/** What holds of the words of documents. */
export const DOCUMENT_PROOFS: readonly Proof[] = [DOCUMENTS_ARE_AS_POSTED];
