import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';

/** The quarter that ends before a day. */
function quarterBefore(day: string): { readonly startDate: string; readonly endDate: string } {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const first = (months: number) => new Date(Date.UTC(year, months, 1)).toISOString().slice(0, 10);
  const thisQuarter = Math.floor((month - 1) / 3) * 3;
  return { startDate: first(thisQuarter - 3), endDate: addDays(first(thisQuarter), -1) };
}

/**
 * Files the tax return of the quarter before the last one that is over: so the return of that is due, and a visitor files it.
 *
 * @param today YYYY-MM-DD
 */
export async function fileTaxes(client: DemoClient, today: string): Promise<void> {
  const period = quarterBefore(quarterBefore(today).startDate);
  const { uuid } = await client.data('POST', '/tax-returns', period);
  await client.data('POST', `/tax-returns/${uuid}/file`, { reference: `ST-1 ${period.endDate}` });
}
