import { expect, it } from 'vitest';
import { addedRows, assertSameRows } from './table-rows.ts';

it('a comparison fails where one side wrote other rows, and says to which table', () => {
  const before = new Map([
    ['invoice', 10],
    ['audit_log', 10],
  ]);
  const whole = addedRows(before, new Map([...before, ['invoice', 12], ['audit_log', 12]]));
  const withoutAudit = addedRows(before, new Map([...before, ['invoice', 12]]));
  expect(() => assertSameRows('HTTP', whole, 'pgbench', whole)).not.toThrow();
  expect(() => assertSameRows('HTTP', whole, 'pgbench', withoutAudit)).toThrow('audit_log: 2 and 0.');
});
