/** What the examples of reports share: the books after the invoice of the Create Invoice page, and nothing else. */
export const EXAMPLE_SEAL = {
  number: 1,
  hash: '9f2c5c8f0f0d4f5b7be7f0a1f6bb7a2d2f4f6a6c1f7e39b0d6f3a8f7d1c0b5ea',
  unsealedEntries: 0,
};

export function exampleLink(accountUuid: string, startDate?: string): string {
  const from = startDate === undefined ? '' : `&startDate=${startDate}`;
  return `/partners/reports/general-ledger?endDate=2026-12-31&basis=accrual${from}&accountUuids=${accountUuid}`;
}

/** A link to a report with these filters. */
export function linkOfExample(query: Readonly<Record<string, string>>, report = 'general-ledger'): string {
  return `/partners/reports/${report}?${new URLSearchParams(query)}`;
}
