import { describe, expect, it } from 'vitest';
import { ACCOUNT_SUB_TYPES, accountSubTypeId, findAccountSubType } from './account-sub-types.ts';
import { ACCOUNT_TYPES } from './account-types.ts';

const named = (name: string) => ACCOUNT_SUB_TYPES.find((subType) => subType.name === name);

describe('the catalogue of sub-types', () => {
  it('gives each id and each name once', () => {
    expect(new Set(ACCOUNT_SUB_TYPES.map((subType) => subType.id)).size).toBe(ACCOUNT_SUB_TYPES.length);
    expect(new Set(ACCOUNT_SUB_TYPES.map((subType) => subType.name)).size).toBe(ACCOUNT_SUB_TYPES.length);
  });

  it('rises in id, type by type in the order of the account types', () => {
    const ids = ACCOUNT_SUB_TYPES.map((subType) => subType.id);
    expect(ids).toEqual(ids.toSorted((left, right) => left - right));
    expect([...new Set(ACCOUNT_SUB_TYPES.map((subType) => subType.type))]).toEqual(ACCOUNT_TYPES);
  });

  it('has the rows that published clients look for by name', () => {
    expect(named('Credit Card')).toMatchObject({ type: 'Liabilities', anchorTier: 'PHYSICAL_ACCOUNT' });
    expect(named('Other Short-Term Asset')).toMatchObject({ type: 'Assets', anchorTier: null });
    expect(named('Other Long-Term Asset')).toMatchObject({ type: 'Assets', anchorTier: null });
  });

  it('lists the physical accounts of a type before all others', () => {
    for (const type of ACCOUNT_TYPES) {
      const physical = ACCOUNT_SUB_TYPES.filter((subType) => subType.type === type).map(
        (subType) => subType.anchorTier !== null,
      );
      expect(physical).toEqual(physical.toSorted((left, right) => Number(right) - Number(left)));
    }
  });

  it('finds a row by id, and nothing for an id in a gap', () => {
    expect(findAccountSubType(accountSubTypeId('Credit Card'))).toBe(named('Credit Card'));
    expect(findAccountSubType(1)).toBeUndefined();
    expect(findAccountSubType(Number.NaN)).toBeUndefined();
  });
});
