import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { auditRowSchema } from '../../platform/audit/audit.schema.ts';
import { selectAuditLog } from '../../platform/audit/audit.store.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { AUDIT_ROW_EXAMPLE, INVOICE_EXAMPLE_IDS } from './invoice.examples.ts';

const ROWS_A_PAGE = 50;

export const listInvoiceAuditLog = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/audit-log',
  operationId: 'getInvoiceAuditLog',
  tag: 'Invoices',
  summary: 'Get Invoice Audit Log',
  description:
    'Everything that was done to a document, the newest first: who did it, by which app, when, from which address, and ' +
    'what it changed. Rows are only ever added, and stay when the document is deleted.',
  access: 'partner',
  params: idParams('id', 'The UUID of the document, also of a deleted one.'),
  query: z.object(paging(ROWS_A_PAGE)),
  status: 200,
  message: 'Audit log retrieved successfully.',
  data: listSchema('auditLog', auditRowSchema),
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: INVOICE_EXAMPLE_IDS.draft },
    data: listExample('auditLog', [AUDIT_ROW_EXAMPLE], ROWS_A_PAGE),
  },
  async handle({ params, query, read }) {
    const page = readPage(query, ROWS_A_PAGE);
    const rows = await read(async (transaction) => {
      const known = await transaction.query(
        'SELECT id FROM invoice WHERE workspace_id = $1 AND id = $2',
        [transaction.workspaceId, params.id],
        'find_invoice_ever',
      );
      if (known.length === 0) throw new ApiError('INVOICE_NOT_FOUND');
      return selectAuditLog(transaction, params.id, page);
    });
    return { data: listAnswer('auditLog', rows, page) };
  },
});
