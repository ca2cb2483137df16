import { ApiError } from '../../errors.ts';
import { isOwner } from '../../ledger/workspaces/closing/closings.store.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { lockTaxReturn, refuseSecondDraft } from './lock-tax-return.ts';
import {
  TAX_RETURN_EXAMPLE_ID,
  UNFILE_TAX_RETURN_EXAMPLE,
  UNFILED_TAX_RETURN_EXAMPLE,
} from './tax-return.examples.ts';
import { taxReturnSchema, unfileTaxReturnBody } from './tax-return.schema.ts';
import { findLastFiled, takeFilingBack } from './tax-returns.store.ts';
import { tellTaxReturn } from './tell-tax-return.ts';

export const unfileTaxReturn = defineEndpoint({
  method: 'POST',
  path: '/partners/tax-returns/{id}/unfile',
  operationId: 'unfileTaxReturn',
  tag: 'Tax Returns',
  summary: 'Unfile Tax Return',
  description: `Takes the filing of a return back: it is a draft again, with what came late to its own period in it. For the last
that is filed alone, while no other is a draft, and for people whose role is \`owner\`. What had been filed, and the reason, is
kept.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  body: unfileTaxReturnBody,
  status: 200,
  message: 'Tax return unfiled successfully.',
  data: taxReturnSchema,
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: ['ROLE_REQUIRED', 'TAX_RETURN_NOT_FILED', 'TAX_RETURN_NOT_LAST', 'TAX_RETURN_DRAFT_EXISTS'],
  examples: {
    params: { id: TAX_RETURN_EXAMPLE_ID },
    body: UNFILE_TAX_RETURN_EXAMPLE,
    data: UNFILED_TAX_RETURN_EXAMPLE,
  },
  handle({ params, body, caller, raw, change }) {
    return change(async (transaction) => {
      const { id, filing } = await lockTaxReturn(transaction, params.id);
      if (!(await isOwner(transaction, caller.personId))) throw new ApiError('ROLE_REQUIRED');
      if (!filing) throw new ApiError('TAX_RETURN_NOT_FILED');
      if ((await findLastFiled(transaction))!.id !== id) throw new ApiError('TAX_RETURN_NOT_LAST');
      await refuseSecondDraft(transaction);
      const reason = body.reason.trim();
      const trail = { personId: caller.personId, partnerAppId: caller.app.id, requestId: raw.id };
      const data = await tellTaxReturn(transaction, await takeFilingBack(transaction, id, reason, trail));
      const changes = {
        status: { from: 'filed', to: 'draft' },
        reference: { from: filing.reference, to: null },
        sealNumber: { from: filing.sealNumber, to: null },
        reason: { from: null, to: reason },
      };
      return {
        data,
        records: [{ entity: 'tax_return', entityId: id, action: 'unfiled', document: data, changes }],
      };
    });
  },
});
