import { describe, expect, it } from 'vitest';
import { startOfFiscalYear } from './fiscal-year.ts';

describe('startOfFiscalYear', () => {
  it('is the first of January where the fiscal year is the calendar year', () => {
    expect(startOfFiscalYear('2026-01-01', 1)).toBe('2026-01-01');
    expect(startOfFiscalYear('2026-12-31', 1)).toBe('2026-01-01');
  });

  it('lies in the year before for a date before the first month', () => {
    expect(startOfFiscalYear('2026-03-31', 4)).toBe('2025-04-01');
    expect(startOfFiscalYear('2026-04-01', 4)).toBe('2026-04-01');
    expect(startOfFiscalYear('1900-01-01', 12)).toBe('1899-12-01');
  });
});
