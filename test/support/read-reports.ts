import { expect } from 'vitest';
import type { TestClient } from './signed-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: reports are read as the JSON they are
export type Report = any;

/** An amount of a report in minor units of a currency with two decimals. */
export const cents = (money: string) => Math.round(Number(money) * 100);

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** A report as it is answered. */
export async function readReport(
  client: TestClient,
  report: string,
  query: Readonly<Record<string, string>>,
): Promise<Report> {
  const { status, body } = await client.get(`/reports/${report}`, query);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

/** All accounts of a general ledger, read page after page: an account that goes on over pages is one. */
export async function readLedger(
  client: TestClient,
  query: Readonly<Record<string, string>>,
): Promise<Report[]> {
  const accounts: Report[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await readReport(client, 'general-ledger', { ...query, ...(cursor ? { cursor } : {}) });
    for (const account of page.accounts) {
      const known = accounts.find(({ accountUuid }) => accountUuid === account.accountUuid);
      if (known === undefined) accounts.push(account);
      else {
        // Only an account that goes on may be on two pages.
        expect(known).toMatchObject({ continued: true, opening: account.opening, closing: account.closing });
        Object.assign(known, { lines: [...known.lines, ...account.lines], continued: account.continued });
      }
    }
    cursor = page.nextCursor;
  } while (cursor);
  return accounts;
}

/** What a link of a report leads to: the report's name and its query. */
export function followLink(link: string): { report: string; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(link, 'http://x');
  return { report: pathname.replace('/partners/reports/', ''), query: Object.fromEntries(searchParams) };
}

/** Debits less credits of lines, in minor units. */
export const movementOf = (lines: readonly Report[]) =>
  sum(lines.map(({ debit, credit }) => cents(debit) - cents(credit)));
