import type { Transaction } from '../platform/database/transaction.ts';
import type { DemoTarget, Substitutions } from '../portal/demo-target.ts';
import { periodAfter } from '../reports/tax-returns/return-period.ts';
import {
  CREATE_TAX_RETURN_EXAMPLE,
  TAX_RETURN_EXAMPLE_ID,
  UPDATE_TAX_RETURN_EXAMPLE,
} from '../reports/tax-returns/tax-return.examples.ts';
import { findDraft, findLastFiled } from '../reports/tax-returns/tax-returns.store.ts';

/**
 * What stands for the return of the examples, and for its period: the draft, where there is one, else the last that is filed,
 * after which the next begins.
 */
export async function findTaxReturnSubstitutions(
  transaction: Transaction,
): Promise<Pick<DemoTarget, 'substitutions' | 'operationSubstitutions'>> {
  const [draft, lastFiled] = [await findDraft(transaction), await findLastFiled(transaction)];
  const idOf = (found: { readonly id: string } | undefined): Substitutions =>
    found ? { [TAX_RETURN_EXAMPLE_ID]: found.id } : {};
  const { startDate, endDate } = CREATE_TAX_RETURN_EXAMPLE;
  const next = lastFiled && periodAfter(lastFiled);
  return {
    substitutions: idOf(draft ?? lastFiled),
    operationSubstitutions: {
      createTaxReturn: next ? { [startDate]: next.startDate, [endDate]: next.endDate } : {},
      updateTaxReturn: draft ? { [UPDATE_TAX_RETURN_EXAMPLE.endDate]: draft.endDate } : {},
      unfileTaxReturn: idOf(lastFiled),
    },
  };
}
