import { toldId } from '../../ledger/merges/index.ts';
import {
  convertToBase,
  formatExchangeRate,
  formatMinorUnits,
  readStoredRate,
} from '../../ledger/money/index.ts';
import { type Control, openItemsAsOf } from '../../ledger/open-items/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { selectParties } from '../aging/aging.store.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { type LineFilter, loadReportBooks } from '../filters/line-filter.ts';
import { moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { UNREALISED_DIFFERENCES_EXAMPLE } from './unrealised-differences.examples.ts';
import {
  type UnrealisedDifferences,
  type UnrealisedDifferencesQuery,
  unrealisedDifferencesQuery,
  unrealisedDifferencesSchema,
} from './unrealised-differences.schema.ts';

interface OpenInCurrency {
  readonly partyId: string | null;
  readonly currency: string;
  readonly amount: string;
  readonly baseAmount: string;
  readonly rate: string | null;
  readonly rateDate: string | null;
}

/** What is open in foreign currencies, by party, with the rate that the table has on the day. */
function selectForeign(
  transaction: Transaction,
  control: Control,
  asOf: string,
  filter: Pick<LineFilter, 'merged' | 'throughSeal'>,
): Promise<OpenInCurrency[]> {
  const { throughSeal } = filter;
  const values: unknown[] = [transaction.workspaceId];
  const items = openItemsAsOf({ control, asOf, throughSeal }, values);
  return transaction.query<OpenInCurrency & Record<string, unknown>>(
    `SELECT f.*, r.rate::text AS rate, r.effective AS "rateDate"
       FROM (SELECT ${toldId(control === 'receivable' ? 'customer' : 'vendor', 'own.party_id', filter)} AS "partyId", own.currency,
                    sum(own.amount)::text AS amount, sum(own.base_amount)::text AS "baseAmount"
               FROM (SELECT o.party_id, o.currency, sum(o.amount) AS amount, sum(o.base_amount) AS base_amount
                       FROM ${items} AS o
                      WHERE o.currency <> (SELECT currency FROM books WHERE workspace_id = $1)
                      GROUP BY 1, 2) AS own
              GROUP BY 1, 2) AS f
       LEFT JOIN LATERAL (SELECT x.rate, x.effective FROM ${recordsAsOf('exchange_rate', throughSeal)} x
                           WHERE x.workspace_id = $1 AND x.currency = f.currency AND x.effective <= $2
                           ORDER BY x.effective DESC LIMIT 1) AS r ON true
      ORDER BY f.currency, f."partyId"`,
    values,
  );
}

async function generate(
  transaction: Transaction,
  workspaceId: string,
  query: UnrealisedDifferencesQuery,
): Promise<UnrealisedDifferences> {
  const { filter, currency } = await loadReportBooks(transaction, workspaceId, query);
  const asOf = query.asOf ?? (await readToday(transaction));
  const money = moneyIn(currency);
  const rows: UnrealisedDifferences['rows'] = [];
  let total = 0n;
  for (const control of ['receivable', 'payable'] as const) {
    const open = await selectForeign(transaction, control, asOf, filter);
    const ids = open.flatMap(({ partyId }) => partyId ?? []);
    const names = new Map(
      (await selectParties(transaction, workspaceId, { control, ...filter }, ids)).map(({ id, name }) => [
        id,
        name,
      ]),
    );
    for (const one of open) {
      const [amount, booked] = [BigInt(one.amount), BigInt(one.baseAmount)];
      const rate = one.rate === null ? null : readStoredRate(one.rate);
      const current = rate && convertToBase(amount, { currency: one.currency, rate, baseCurrency: currency });
      // What is owed to others costs more where their currency has risen.
      const gain = current === null ? null : control === 'receivable' ? current - booked : booked - current;
      total += gain ?? 0n;
      rows.push({
        control,
        partyUuid: one.partyId,
        partyName: one.partyId && names.get(one.partyId)!,
        documentCurrency: one.currency,
        openAmount: formatMinorUnits(amount, one.currency),
        bookedAmount: money(booked),
        exchangeRate: rate && formatExchangeRate(rate),
        exchangeRateDate: one.rateDate,
        currentAmount: current === null ? null : money(current),
        difference: gain === null ? null : money(gain),
      });
    }
  }
  const missing = rows.filter(({ exchangeRate }) => exchangeRate === null);
  return {
    asOf,
    currency,
    basis: 'accrual',
    seal: await readReportSeal(transaction, workspaceId, query.throughSeal),
    signs: 'A gain is positive, a loss negative.',
    rows,
    total: money(total),
    missingRates: [...new Set(missing.map(({ documentCurrency }) => documentCurrency))],
  };
}

function toCsv({ rows, total }: UnrealisedDifferences): CsvRow[] {
  return [
    [
      'control',
      'party',
      'documentCurrency',
      'openAmount',
      'bookedAmount',
      'exchangeRate',
      'currentAmount',
      'difference',
    ],
    ...rows.map((row) => [
      row.control,
      row.partyName,
      row.documentCurrency,
      row.openAmount,
      row.bookedAmount,
      row.exchangeRate,
      row.currentAmount,
      row.difference,
    ]),
    [null, 'Total', null, null, null, null, null, total],
  ];
}

/** Unrealised currency differences, by GET and by POST. */
export const UNREALISED_DIFFERENCES_ENDPOINTS = defineReport({
  path: 'unrealised-differences',
  operation: 'UnrealisedDifferences',
  title: 'Unrealised Differences',
  description:
    'What the open documents in foreign currencies would gain or lose, were they settled at the rates that the ' +
    '[table of exchange rates](/docs/exchange-rates/list-exchange-rates) has on a day. Nothing of it is posted: what is gained or ' +
    'lost in the end is posted with the settlement.',
  query: unrealisedDifferencesQuery,
  data: unrealisedDifferencesSchema,
  example: UNREALISED_DIFFERENCES_EXAMPLE,
  errors: ['NOT_AVAILABLE'],
  generate,
  toCsv,
});
