import type { ReportedAccount } from '../filters/tell-account.ts';
import { SECTIONS, type SectionKey } from './profit-and-loss.schema.ts';

/** An account with what it came to in each column: income positive, expenses negative, minor units. */
export interface ResultRow {
  readonly account: ReportedAccount;
  readonly amounts: readonly bigint[];
}

export interface ResultSection {
  readonly key: SectionKey;
  readonly name: string;
  readonly rows: readonly ResultRow[];
  readonly totals: readonly bigint[];
}

/** The sub-type of income that is not of sales. */
export const OTHER_INCOME = 'Other Income';

/** The section that an account stands in, by its type and sub-type. */
function sectionOf({ type, sub_type: subType }: ReportedAccount): SectionKey {
  if (type === 'Income') return subType === OTHER_INCOME ? 'otherIncome' : 'income';
  if (subType === 'Cost of Goods Sold') return 'costOfSales';
  return subType === 'Other Expense' ? 'otherExpenses' : 'operatingExpenses';
}

/** Adds up, column by column. */
export function addColumns(count: number, rows: readonly (readonly bigint[])[]): bigint[] {
  return Array.from({ length: count }, (_, column) => rows.reduce((sum, row) => sum + row[column]!, 0n));
}

/**
 * Lays the rows out in sections; a section without rows is there too.
 *
 * @param columnCount how many amounts each row has
 */
export function layOutSections(rows: readonly ResultRow[], columnCount: number): ResultSection[] {
  return SECTIONS.map(({ key, name }) => {
    const own = rows.filter(({ account }) => sectionOf(account) === key);
    return {
      key,
      name,
      rows: own,
      totals: addColumns(
        columnCount,
        own.map(({ amounts }) => amounts),
      ),
    };
  });
}
