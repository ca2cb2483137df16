import { isDeepStrictEqual } from 'node:util';
import { changesBetween } from '../../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { TEMPLATE_EXAMPLE, UPDATE_TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema, updateTemplateBody } from './template.schema.ts';
import type { TemplateSettings } from './template.ts';
import { toTemplateRecord } from './template-record.ts';
import { readTemplate, storeLogo, storeTemplate } from './templates.store.ts';

export const updateInvoiceTemplate = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoice-template',
  operationId: 'updateInvoiceTemplate',
  tag: 'Invoices',
  summary: 'Update Invoice Template',
  description: `Changes the fields that are given and leaves the others. Drafts show the new look at once, and so does
what is approved from now on; a document that is approved already keeps the look that it was approved with.

The logo is kept without transparency and without what cameras write beside a picture. An addition of Recount, which
COUNT’s API does not have.`,
  access: 'partner',
  body: updateTemplateBody,
  status: 200,
  message: 'Invoice template updated successfully.',
  data: templateSchema,
  errors: ['INVALID_LOGO'],
  examples: { body: UPDATE_TEMPLATE_EXAMPLE, data: TEMPLATE_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      const held = await readTemplate(transaction, { lock: true });
      const before = toTemplateRecord(held);
      const wanted: TemplateSettings = {
        accentColor: body.accentColor === undefined ? held.accentColor : toLongColor(body.accentColor),
        language: body.language ?? held.language,
        paperSize: body.paperSize ?? held.paperSize,
        footer: body.footer === undefined ? held.footer : body.footer?.trim() || null,
        eInvoice: body.eInvoice ?? held.eInvoice,
      };
      const { accentColor, language, paperSize, footer, eInvoice } = held;
      const isSame = isDeepStrictEqual(wanted, { accentColor, language, paperSize, footer, eInvoice });
      if (isSame && (body.logo === undefined || (body.logo === null && held.logo === null)))
        return { data: before, records: [] };
      const logoId =
        body.logo === undefined
          ? (held.logo?.id ?? null)
          : body.logo && (await storeLogo(transaction, body.logo));
      await storeTemplate(transaction, held.version + 1, wanted, logoId);
      const data = toTemplateRecord(await readTemplate(transaction));
      const record = { entity: 'invoice_template', entityId: caller.workspaceId, action: 'updated' };
      return { data, records: [{ ...record, document: data, changes: changesBetween(before, data) }] };
    });
  },
});

/** `#1af` is short for `#11aaff`. */
function toLongColor(color: string): string {
  const long = color.length === 4 ? color.replaceAll(/[0-9a-f]/gi, '$&$&') : color;
  return long.toLowerCase();
}
