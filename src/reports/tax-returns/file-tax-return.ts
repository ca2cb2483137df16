import { ApiError } from '../../errors.ts';
import { selectChainState } from '../../ledger/seals/chain-heads.store.ts';
import { sealAll } from '../../ledger/seals/seal-all.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { lockDraft } from './lock-tax-return.ts';
import { computeFigures } from './return-figures.store.ts';
import {
  FILE_TAX_RETURN_EXAMPLE,
  FILED_TAX_RETURN_EXAMPLE,
  TAX_RETURN_EXAMPLE_ID,
} from './tax-return.examples.ts';
import { fileTaxReturnBody, taxReturnSchema } from './tax-return.schema.ts';
import { storeFiling } from './tax-returns.store.ts';
import { loadBooks, scopeOf, tellTaxReturn } from './tell-tax-return.ts';

export const fileTaxReturn = defineEndpoint({
  method: 'POST',
  path: '/partners/tax-returns/{id}/file',
  operationId: 'fileTaxReturn',
  tag: 'Tax Returns',
  summary: 'File Tax Return',
  description: `Freezes a return, whose period must be over: seals everything that is posted, and keeps the figures with that
seal. From then on the return says what it says now. Invoices, memos and voids that are dated in its period later, which the books
allow until they are [closed](/docs/guides/closing-the-books#closing), are in the next return, as late entries. Nothing is sent to
the authority, and nothing is posted.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  body: fileTaxReturnBody,
  status: 200,
  message: 'Tax return filed successfully.',
  data: taxReturnSchema,
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: ['TAX_RETURN_FILED', 'TAX_PERIOD_NOT_OVER'],
  examples: {
    params: { id: TAX_RETURN_EXAMPLE_ID },
    body: FILE_TAX_RETURN_EXAMPLE,
    data: FILED_TAX_RETURN_EXAMPLE,
  },
  handle({ params, body, caller, raw, change }) {
    return change(async (transaction) => {
      const draft = await lockDraft(transaction, params.id);
      const today = await readToday(transaction);
      if (today <= draft.endDate) {
        const message = `The request is invalid yet: the period of the tax return must be over, and ${draft.endDate} is its last day.`;
        throw new ApiError('TAX_PERIOD_NOT_OVER', { message });
      }
      await sealAll(transaction);
      const { number, hash } = await selectChainState(transaction, caller.workspaceId);
      const { currency } = await loadBooks(transaction);
      const scope = { ...(await scopeOf(transaction, draft)), throughSeal: Number(number) };
      const figures = await computeFigures(transaction, scope, currency);
      const filed = await storeFiling(transaction, draft.id, {
        ...{ afterSeal: scope.afterSeal, since: scope.since },
        ...{ sealNumber: scope.throughSeal, sealHash: hash, figures },
        reference: body.reference?.trim() || null,
        ...{ personId: caller.personId, partnerAppId: caller.app.id, requestId: raw.id },
      });
      const data = await tellTaxReturn(transaction, filed, figures);
      const changes = {
        status: { from: 'draft', to: 'filed' },
        reference: { from: null, to: data.reference },
        sealNumber: { from: null, to: scope.throughSeal },
      };
      return {
        data,
        records: [{ entity: 'tax_return', entityId: draft.id, action: 'filed', document: data, changes }],
      };
    });
  },
});
