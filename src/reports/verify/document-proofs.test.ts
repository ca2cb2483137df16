import { describe } from 'vitest';
import { testTampering, withId } from '../../../test/support/tampering.ts';
import { DOCUMENT_PROOFS } from './document-proofs.ts';

const PROOF = 'documents-are-as-posted';

describe('the proof of what documents said', () => {
  testTampering(DOCUMENT_PROOFS, [
    [
      'an invoice is due on another day',
      PROOF,
      ({ invoiceId }) =>
        `(${invoiceId}) does not say what it said as it was posted: dueDate was "2026-03-31" and is "2027-03-31"`,
      ({ invoiceId }) => `UPDATE invoice SET due_date = '2027-03-31' WHERE ${withId(invoiceId)}`,
    ],
    [
      'an invoice is of another day',
      PROOF,
      () => 'date was "2026-03-01" and is "2026-02-01"',
      ({ invoiceId }) => `UPDATE invoice SET date = '2026-02-01' WHERE ${withId(invoiceId)}`,
    ],
    [
      'a memo is made out to somebody else',
      PROOF,
      ({ memoId }) =>
        `(${memoId}) does not say what it said as it was posted: customer was null and is "Bob"`,
      ({ memoId }) =>
        `UPDATE invoice SET issued = '{"customer": {"customer": "Bob"}}' WHERE ${withId(memoId)}`,
    ],
    [
      'notes were added',
      PROOF,
      () => 'notes was null and is "Paid in cash"',
      ({ invoiceId }) => `UPDATE invoice SET notes = 'Paid in cash' WHERE ${withId(invoiceId)}`,
    ],
    [
      'a line says something else',
      PROOF,
      ({ invoiceId }) => `(${invoiceId}) does not say what it said as it was posted: lines was `,
      ({ invoiceId }) => `UPDATE invoice_line SET description = 'Advice' WHERE invoice_id = '${invoiceId}'`,
    ],
    [
      'what an invoice said was changed with it',
      PROOF,
      ({ invoiceId }) => `(${invoiceId}): what it said as it was posted is not on record`,
      ({ invoiceId }) => [
        `UPDATE invoice SET due_date = '2027-03-31' WHERE ${withId(invoiceId)}`,
        `UPDATE outbox_event SET document = replace(document, '2026-03-31', '2027-03-31') WHERE entity_id = '${invoiceId}'`,
      ],
    ],
  ]);
});
