import { describe, expect, it } from 'vitest';
import { findCurrency, listCurrencies, minorUnitDigits } from './currency.ts';

describe('the currencies of ISO 4217', () => {
  it('knows the digits of currencies with none, two, three and four', () => {
    expect(minorUnitDigits('JPY')).toBe(0);
    expect(minorUnitDigits('USD')).toBe(2);
    expect(minorUnitDigits('KWD')).toBe(3);
    expect(minorUnitDigits('CLF')).toBe(4);
  });

  it('lists each code once, in order, as three capital letters with a name', () => {
    const codes = listCurrencies().map((currency) => currency.code);
    expect(codes).toEqual([...new Set(codes)].sort());
    for (const currency of listCurrencies()) {
      expect(currency.code).toMatch(/^[A-Z]{3}$/);
      expect(currency.name.trim()).not.toBe('');
    }
  });

  it('holds the whole active list, with exactly these exceptions from two digits', () => {
    expect(listCurrencies()).toHaveLength(157);
    const withDigits = (digits: number) =>
      listCurrencies()
        .filter((currency) => currency.minorUnitDigits === digits)
        .map((currency) => currency.code)
        .join(' ');
    expect(withDigits(0)).toBe('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF');
    expect(withDigits(3)).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect(withDigits(4)).toBe('CLF UYW');
  });

  it.each(['XAU', 'XDR', 'XXX', 'XTS', 'USN', 'CHE', 'BOV', 'MXV'])(
    'has no fund, metal or test code %s',
    (code) => {
      expect(findCurrency(code)).toBeUndefined();
    },
  );

  it.each(['BGN', 'HRK', 'ANG', 'CUC', 'SLL', 'ZWL'])('has no withdrawn code %s', (code) => {
    expect(findCurrency(code)).toBeUndefined();
  });

  it.each(['', 'usd', 'US', 'constructor', '__proto__'])(
    'does not find %j, and refuses to guess its digits',
    (code) => {
      expect(findCurrency(code)).toBeUndefined();
      expect(() => minorUnitDigits(code)).toThrow(RangeError);
    },
  );
});
