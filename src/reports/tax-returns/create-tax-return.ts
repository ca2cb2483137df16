import { invalidFields } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { refuseSecondDraft } from './lock-tax-return.ts';
import { periodAfter, settlePeriod } from './return-period.ts';
import { CREATE_TAX_RETURN_EXAMPLE, TAX_RETURN_EXAMPLE } from './tax-return.examples.ts';
import { createTaxReturnBody, taxReturnSchema } from './tax-return.schema.ts';
import { findLastFiled, insertTaxReturn, lockTaxReturns } from './tax-returns.store.ts';
import { loadBooks, tellTaxReturn } from './tell-tax-return.ts';

export const createTaxReturn = defineEndpoint({
  method: 'POST',
  path: '/partners/tax-returns',
  operationId: 'createTaxReturn',
  tag: 'Tax Returns',
  summary: 'Create Tax Return',
  description: `Opens the return of a period, as a draft whose figures are read from the books until it is
[filed](/docs/tax-returns/file-tax-return). Once one is filed, returns follow one another without a gap, and what is posted late in
the period of a filed one is in the next; so an empty body opens the one that is due. The first takes nothing that is dated before
its first day. There is one draft at a time.`,
  access: 'partner',
  body: createTaxReturnBody,
  status: 201,
  message: 'Tax return created successfully.',
  data: taxReturnSchema,
  errors: ['TAX_RETURN_DRAFT_EXISTS', 'TAX_PERIOD_OVERLAPS', 'TAX_PERIOD_GAP', 'TAX_BASIS_FIXED'],
  examples: { body: CREATE_TAX_RETURN_EXAMPLE, data: TAX_RETURN_EXAMPLE },
  handle({ body, change }) {
    return change(async (transaction) => {
      await lockTaxReturns(transaction);
      await refuseSecondDraft(transaction);
      const last = await findLastFiled(transaction);
      const standard = last ? periodAfter(last) : { basis: (await loadBooks(transaction)).basis };
      const { period, errors } = settlePeriod(body, last, standard);
      if (!period) throw invalidFields(errors);
      const created = await insertTaxReturn(transaction, period);
      const data = await tellTaxReturn(transaction, created);
      return {
        data,
        records: [{ entity: 'tax_return', entityId: created.id, action: 'created', document: data }],
      };
    });
  },
});
