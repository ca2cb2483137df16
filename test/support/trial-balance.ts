import { expect } from 'vitest';
import type { TestClient } from './signed-client.ts';

/** Every balance of the books by account name, debits less credits, in minor units of a currency with two decimals. */
export async function readBalances(client: TestClient): Promise<Record<string, bigint>> {
  const { body } = await client.get('/reports/trial-balance', {
    startDate: '1900-01-01',
    endDate: '2999-12-31',
  });
  expect(body.data.totalDebit).toBe(body.data.totalCredit);
  const units = (money: string) => BigInt(money.replace('.', ''));
  return Object.fromEntries(
    body.data.rows.map((row: { accountName: string; debit: string; credit: string }) => [
      row.accountName,
      units(row.debit) - units(row.credit),
    ]),
  );
}

/** How the balances moved while something was done: by account name, those that did not move left out. */
export async function readMovement(
  client: TestClient,
  act: () => Promise<unknown>,
): Promise<Record<string, bigint>> {
  const before = await readBalances(client);
  await act();
  const after = await readBalances(client);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const moved = [...names].map((name) => [name, (after[name] ?? 0n) - (before[name] ?? 0n)] as const);
  return Object.fromEntries(moved.filter(([, amount]) => amount !== 0n));
}
