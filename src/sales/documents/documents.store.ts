import type { Transaction } from '../../platform/database/transaction.ts';
import { loadIssuedDocument } from '../issued-document/load-issued-document.ts';
import { findPublicUrl, type PublicPlace } from '../public-links/index.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import { builtInTemplate, type TemplateSettings } from './template/template.ts';
import { loadLogo, SETTINGS } from './template/templates.store.ts';

/** The look that an approved document was given; a draft has the one that holds now. */
const LOAD_LOOK = `
  SELECT ${SETTINGS} AS settings, t.logo_id
    FROM invoice i
    JOIN books b ON b.workspace_id = i.workspace_id
    JOIN invoice_template t ON t.workspace_id = i.workspace_id
         AND t.version = coalesce((i.issued ->> 'templateVersion')::integer, b.invoice_template_version)
   WHERE i.workspace_id = $1 AND i.id = $2`;

/** Loads all that is printed of a document; undefined where the workspace has none of this id. */
export async function loadInvoiceDocument(
  transaction: Transaction,
  invoiceId: string,
  place: PublicPlace,
): Promise<InvoiceDocument | undefined> {
  const issued = await loadIssuedDocument(transaction, invoiceId);
  if (!issued) return undefined;
  const [look] = await transaction.query<{ settings: TemplateSettings; logo_id: string | null }>(LOAD_LOOK, [
    transaction.workspaceId,
    invoiceId,
  ]);
  return {
    ...issued,
    template: look?.settings ?? builtInTemplate(issued.seller.country),
    publicUrl: await findPublicUrl(transaction, invoiceId, place),
    logo: look?.logo_id ? await loadLogo(transaction, look.logo_id) : null,
  };
}
