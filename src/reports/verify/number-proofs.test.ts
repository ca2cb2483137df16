import { describe, expect, it } from 'vitest';
import { testTampering, withId } from '../../../test/support/tampering.ts';
import { NUMBER_PROOFS } from './number-proofs.ts';

describe('the proofs of numbers', () => {
  const prove = testTampering(NUMBER_PROOFS, [
    [
      'a number is there twice',
      'numbers-unique',
      () => 'invoice number inv-000001 is on 2 documents',
      (books) => [
        'DROP INDEX invoice_number_unique',
        `UPDATE invoice SET number_key = 'inv-000001' WHERE ${withId(books.draftId)}`,
      ],
    ],
    [
      'a numbered document is deleted without a register row',
      'numbers-without-holes',
      () => 'number INV-000002 was allotted',
      (books) => `UPDATE invoice SET deleted_at = now() WHERE ${withId(books.draftId)}`,
    ],
  ]);

  it('take a registered number for no hole', async () => {
    const statements = [
      `UPDATE invoice SET deleted_at = now() WHERE number_key = 'inv-000002'`,
      `INSERT INTO number_register (workspace_id, series, number, document_id, reason)
       SELECT workspace_id, 'INV-', 'INV-000002', id, 'deleted' FROM invoice WHERE number_key = 'inv-000002'`,
    ];
    expect(await prove(statements)).toEqual([]);
  });
});
