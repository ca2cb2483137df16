import type { AnsweredFile } from '../../platform/http/endpoint.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { loadAskedStatement, type StatementDocument } from './load-statement-document.ts';
import { STATEMENT_EXAMPLE } from './statement.examples.ts';
import {
  type STATEMENT_FORMATS,
  statementQuery,
  statementSchema,
  toStatementRecord,
} from './statement.schema.ts';
import { toStatementCsv } from './statement-csv.ts';
import { statementFileName } from './statement-file-name.ts';

const CSV = 'text/csv; charset=utf-8';
const PDF = 'application/pdf';

export const getStatement = defineEndpoint({
  method: 'GET',
  path: '/partners/customers/{id}/statement',
  operationId: 'getCustomerStatement',
  tag: 'Customers',
  summary: 'Get Customer Statement',
  description: `What a customer owed over a period, from the ledger’s receivables: what was owed before it, each invoice, memo,
payment, refund and write-off with the balance after it, what is owed at its end, and since when that has been due. Each
currency stands by itself. \`format\` answers the same as a file, a PDF in the look of the workspace’s
[template](/docs/invoices/update-invoice-template) or comma-separated values.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the customer.'),
  query: statementQuery,
  status: 200,
  message: 'Customer statement retrieved successfully.',
  data: statementSchema,
  files: [PDF, CSV],
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: CUSTOMER_EXAMPLE.uuid, startDate: '2026-07-01', endDate: '2026-07-31' },
    data: STATEMENT_EXAMPLE,
  },
  async handle({ params, query, read }) {
    const document = await read((transaction) => loadAskedStatement(transaction, params.id, query));
    return answerAs(query.format ?? 'json', document);
  },
});

async function answerAs(format: (typeof STATEMENT_FORMATS)[number], document: StatementDocument) {
  const data = toStatementRecord(document.customer, document.period, document.statements);
  if (format === 'json') return { data };
  const file: AnsweredFile =
    format === 'pdf'
      ? { name: statementFileName(document, 'pdf'), bytes: await drawPdf(document), mediaType: PDF }
      : { name: statementFileName(document, 'csv'), bytes: toStatementCsv(data), mediaType: CSV };
  return { file };
}

/** What draws is loaded for the first statement that is drawn. */
async function drawPdf(document: StatementDocument): Promise<Buffer> {
  const { renderStatementPdf } = await import('./statement-pdf.ts');
  return renderStatementPdf(document);
}
