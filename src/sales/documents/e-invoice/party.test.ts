import { describe, expect, it } from 'vitest';
import { isCountry } from '../../../../test/support/en16931/code-lists.ts';
import { findCountryCode } from './country-code.ts';
import { toEAddress, toVatIdentifier } from './party.ts';

describe('a country', () => {
  it.each([
    ['DE', 'DE'],
    [' de ', 'DE'],
    ['Deutschland', 'DE'],
    ['ALLEMAGNE', 'DE'],
    ['España', 'ES'],
    ['Espan\u0303a', 'ES'],
    ['日本', 'JP'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
    ['UK', 'GB'],
    ['Great  Britain', 'GB'],
    ['Česko', 'CZ'],
    ['Türkiye', 'TR'],
    ["Côte d'Ivoire", 'CI'],
  ])('is known by code or name: %s', (country, code) => {
    expect(findCountryCode(country)).toBe(code);
  });

  it.each([
    null,
    undefined,
    '',
    ' ',
    'XX',
    'EU',
    'ZZ',
    'Atlantis',
    'Bavaria',
    'D',
    'DEU',
    'constructor',
    '__proto__',
  ])('is not guessed: %s', (country) => {
    expect(findCountryCode(country)).toBeUndefined();
  });

  it('has a code of ISO 3166-1, each of which is known', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const known = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);
    // Kosovo has a code that its users gave it.
    expect(known.filter((code) => findCountryCode(code) !== code)).toEqual(['XK']);
  });
});

describe('a VAT identifier', () => {
  it.each([
    ['DE 123 456 789', 'DE', 'DE123456789'],
    ['fr32123456789', 'DE', 'FR32123456789'],
    ['EL123456789', 'GR', 'EL123456789'],
    ['XI123456789', 'GB', 'XI123456789'],
    ['GB123456789', 'GB', 'GB123456789'],
    ['CHE-123.456.789 MWST', 'CH', 'CHE-123.456.789MWST'],
    ['ESX1234567X', 'ES', 'ESX1234567X'],
  ])('begins with who gave it: %s', (number, country, identifier) => {
    expect(toVatIdentifier(number, country)).toBe(identifier);
  });

  it.each([
    [null, 'DE'],
    ['', 'DE'],
    ['143/815/08155', 'DE'],
    ['12-3456789', 'US'],
    // Of Illinois, not of Israel; of Saint Thomas, not of São Tomé.
    ['IL-4471-0093', 'US'],
    ['ST123456', 'US'],
    ['DEUTSCHLAND', 'DE'],
    ['DE', 'DE'],
    ['DE1\n2<3', 'DE'],
  ])('is nothing else: %j', (number, country) => {
    expect(toVatIdentifier(number, country)).toBeNull();
  });
});

describe('an address', () => {
  const address = { street: null, city: ' Köln ', state: '', zipCode: '50667', country: null };

  it('has at most three lines above its city', () => {
    const street = 'c/o Weber\r\n\nHauptstraße 1\nHinterhaus\n3. Stock';
    expect(toEAddress({ ...address, street }, 'DE')).toEqual({
      street: ['c/o Weber', 'Hauptstraße 1', 'Hinterhaus, 3. Stock'],
      city: 'Köln',
      region: null,
      postalCode: '50667',
      country: 'DE',
    });
  });

  it('is its own country’s, else that of its owner, else none', () => {
    expect(toEAddress({ ...address, country: 'France' }, 'DE')?.country).toBe('FR');
    expect(toEAddress(null, 'DE')).toMatchObject({ street: [], city: null, country: 'DE' });
    expect(toEAddress({ ...address, country: 'Atlantis' }, 'DE')).toBeUndefined();
    expect(toEAddress(address)).toBeUndefined();
  });
});
