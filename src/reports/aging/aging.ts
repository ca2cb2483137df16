import { AGES } from '../../ledger/open-items/index.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { type AgedReport, ageDocuments } from './age-documents.ts';
import { PAYABLES_AGING_EXAMPLE, RECEIVABLES_AGING_EXAMPLE } from './aging.examples.ts';
import {
  type PayablesAging,
  payablesAgingQuery,
  payablesAgingSchema,
  type ReceivablesAging,
  receivablesAgingQuery,
  receivablesAgingSchema,
} from './aging.schema.ts';

type Row = Omit<AgedReport['rows'][number], 'partyId' | 'party'>;

/** A row a party; with detail a row a document, and the party's after them. */
function toCsv(
  named: string,
  { rows, totals, total }: Pick<AgedReport, 'totals' | 'total'> & { rows: readonly Row[] },
  nameOf: (row: number) => string,
): CsvRow[] {
  const detailed = rows.some(({ documents }) => documents !== undefined);
  const blank = detailed ? [null, null, null, null, null, null] : [];
  const head = detailed ? ['type', 'number', 'date', 'dueDate', 'documentCurrency', 'documentAmount'] : [];
  return [
    [named, ...head, ...AGES, 'total'],
    ...rows.flatMap((row, index) => [
      ...(row.documents ?? []).map((document) => [
        ...[nameOf(index), document.type, document.number, document.date, document.dueDate],
        ...[document.documentCurrency, document.documentAmount],
        ...AGES.map((age) => (age === document.age ? document.amount : null)),
        document.amount,
      ]),
      [
        nameOf(index),
        ...(detailed ? ['total', ...blank.slice(1)] : []),
        ...AGES.map((age) => row[age]),
        row.total,
      ],
    ]),
    ['Total', ...blank, ...AGES.map((age) => totals[age]), total],
  ];
}

const HOW_IT_COUNTS =
  'Read from the open items of the ledger, their lines and allocations up to that day, so that the report of a past day ' +
  'does not change with what was paid later. Amounts are in the workspace’s currency, at the rate that each document was ' +
  'posted with. What is no invoice is due on its own date.';

/** What customers owe by age, by GET and by POST. */
export const RECEIVABLES_AGING_ENDPOINTS = defineReport({
  path: 'receivables-aging',
  operation: 'ReceivablesAging',
  title: 'Receivables Aging',
  description: `What each customer owes at the end of a day, by how long it has been due; the total is the balance of accounts receivable. ${HOW_IT_COUNTS}`,
  query: receivablesAgingQuery,
  data: receivablesAgingSchema,
  example: RECEIVABLES_AGING_EXAMPLE,
  errors: ['NOT_AVAILABLE', 'TAG_NOT_FOUND', 'CUSTOMER_NOT_FOUND'],
  async generate(transaction, workspaceId, query): Promise<ReceivablesAging> {
    const { rows, ...report } = await ageDocuments(transaction, workspaceId, 'receivable', query);
    return {
      ...report,
      rows: rows.map(({ partyId, party, ...row }) => ({ customerUuid: partyId, customer: party, ...row })),
    };
  },
  toCsv: (report) => toCsv('customer', report, (row) => report.rows[row]!.customer),
});

/** What is owed to vendors by age, by GET and by POST. */
export const PAYABLES_AGING_ENDPOINTS = defineReport({
  path: 'payables-aging',
  operation: 'PayablesAging',
  title: 'Payables Aging',
  description: `What is owed to each vendor at the end of a day, by how long it has been due; the total is the balance of accounts payable. ${HOW_IT_COUNTS}`,
  query: payablesAgingQuery,
  data: payablesAgingSchema,
  example: PAYABLES_AGING_EXAMPLE,
  errors: ['NOT_AVAILABLE', 'TAG_NOT_FOUND', 'VENDOR_NOT_FOUND'],
  async generate(transaction, workspaceId, query): Promise<PayablesAging> {
    const { rows, ...report } = await ageDocuments(transaction, workspaceId, 'payable', query);
    return {
      ...report,
      rows: rows.map(({ partyId, party, ...row }) => ({ vendorUuid: partyId, vendor: party, ...row })),
    };
  },
  toCsv: (report) => toCsv('vendor', report, (row) => report.rows[row]!.vendor),
});
