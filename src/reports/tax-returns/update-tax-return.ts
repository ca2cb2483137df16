import { invalidFields } from '../../errors.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { lockDraft } from './lock-tax-return.ts';
import { settlePeriod } from './return-period.ts';
import {
  TAX_RETURN_EXAMPLE,
  TAX_RETURN_EXAMPLE_ID,
  UPDATE_TAX_RETURN_EXAMPLE,
} from './tax-return.examples.ts';
import { taxReturnSchema, updateTaxReturnBody } from './tax-return.schema.ts';
import { findLastFiled, updatePeriod } from './tax-returns.store.ts';
import { tellTaxReturn } from './tell-tax-return.ts';

export const updateTaxReturn = defineEndpoint({
  method: 'PATCH',
  path: '/partners/tax-returns/{id}',
  operationId: 'updateTaxReturn',
  tag: 'Tax Returns',
  summary: 'Update Tax Return',
  description:
    'Gives a draft another period: what is given changes, the rest stays. A filed return stays as it is.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  body: updateTaxReturnBody,
  status: 200,
  message: 'Tax return updated successfully.',
  data: taxReturnSchema,
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: ['TAX_RETURN_FILED', 'TAX_PERIOD_OVERLAPS', 'TAX_PERIOD_GAP', 'TAX_BASIS_FIXED'],
  examples: {
    params: { id: TAX_RETURN_EXAMPLE_ID },
    body: UPDATE_TAX_RETURN_EXAMPLE,
    data: TAX_RETURN_EXAMPLE,
  },
  handle({ params, body, change }) {
    return change(async (transaction) => {
      const before = await lockDraft(transaction, params.id);
      const { period, errors } = settlePeriod(body, await findLastFiled(transaction), before);
      if (!period) throw invalidFields(errors);
      const { startDate, endDate, basis } = before;
      const changes = changesBetween({ startDate, endDate, basis }, { ...period });
      const isSame = Object.keys(changes).length === 0;
      const after = isSame ? before : await updatePeriod(transaction, before.id, period);
      const data = await tellTaxReturn(transaction, after);
      if (isSame) return { data, records: [] };
      return {
        data,
        records: [{ entity: 'tax_return', entityId: before.id, action: 'updated', document: data, changes }],
      };
    });
  },
});
