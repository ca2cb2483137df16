import { type Decimal, ZERO } from '../../ledger/money/index.ts';
import type { Tax } from './taxes.store.ts';

/**
 * The rate that a sale is charged. Under reverse charge it is the customer who owes the tax: the document charges none
 * and keeps what it would have been reckoned on.
 */
export function percentageOnSale({ kind, percentage }: Pick<Tax, 'kind' | 'percentage'>): Decimal {
  return kind === 'reverse_charge' ? ZERO : percentage;
}
