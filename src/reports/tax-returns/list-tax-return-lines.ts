import { ApiError } from '../../errors.ts';
import { withAliases } from '../../ledger/merges/index.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { readCursor, writeCursor } from '../filters/cursor.ts';
import { moneyIn } from '../filters/report-figures.ts';
import { TAX_SIGNS } from '../sales-tax/tax-figures.ts';
import { STANDARD_LINES, taxReturnLinesQuery, taxReturnLinesSchema } from './list-tax-return-lines.schema.ts';
import { partsOfLine, toLineKey } from './return-cursor.ts';
import { type ReturnLine, selectReturnLines } from './return-figures.store.ts';
import { TAX_RETURN_EXAMPLE_ID, TAX_RETURN_LINES_EXAMPLE } from './tax-return.examples.ts';
import { findTaxReturn } from './tax-returns.store.ts';
import { loadBooks, scopeOf } from './tell-tax-return.ts';

export const listTaxReturnLines = defineEndpoint({
  method: 'GET',
  path: '/partners/tax-returns/{id}/lines',
  operationId: 'listTaxReturnLines',
  tag: 'Tax Returns',
  summary: 'List Tax Return Lines',
  description:
    'The journal’s lines that a return adds up, by date, and of a filed one exactly those that were in it. Pages follow one ' +
    'another by `nextCursor`, and the last costs what the first does.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  query: taxReturnLinesQuery,
  status: 200,
  message: 'Tax return lines retrieved successfully.',
  data: taxReturnLinesSchema,
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: [],
  examples: { params: { id: TAX_RETURN_EXAMPLE_ID }, data: TAX_RETURN_LINES_EXAMPLE },
  handle({ params, query, read }) {
    const after = readCursor(query.cursor, toLineKey);
    const { taxUuids = [], accountUuids = [], late = null, limit = STANDARD_LINES } = query;
    return read(async (transaction) => {
      const taxReturn = await findTaxReturn(transaction, params.id);
      if (!taxReturn) throw new ApiError('TAX_RETURN_NOT_FOUND');
      const { currency } = await loadBooks(transaction);
      const scope = await scopeOf(transaction, taxReturn);
      const accountIds = await withAliases(transaction, 'account', accountUuids);
      const filter = { taxIds: taxUuids, accountIds, late };
      // One more than fits: it tells whether there are more.
      const wanted = { filter, after, limit: limit + 1 };
      const found = await selectReturnLines(transaction, scope, currency, wanted);
      const lines = found.slice(0, limit);
      const nextCursor = found.length > limit ? writeCursor(partsOfLine(lines.at(-1)!)) : null;
      const money = moneyIn(currency);
      return {
        data: { currency, signs: TAX_SIGNS, lines: lines.map((line) => tellLine(line, money)), nextCursor },
      };
    });
  },
});

function tellLine(line: ReturnLine, money: (amount: bigint) => string) {
  // Sales stand on the credit side.
  const sign = line.isPurchase ? 1n : -1n;
  return {
    entryUuid: line.entryId,
    lineNumber: line.lineNumber,
    date: line.effective,
    late: line.isLate,
    recordedAt: line.recordedAt.toISOString(),
    sealNumber: line.sealNumber,
    source: line.source,
    sourceUuid: line.sourceId,
    invoiceUuid: line.invoiceId,
    invoiceNumber: line.invoiceNumber,
    party: line.party,
    taxUuid: line.taxId,
    tax: line.tax,
    percentage: line.percentage,
    accountUuid: line.accountId,
    accountName: line.accountName,
    side: line.isPurchase ? ('purchases' as const) : ('sales' as const),
    taxable: money(sign * BigInt(line.taxable)),
    amount: money(sign * BigInt(line.amount)),
  };
}
