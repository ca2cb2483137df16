import type { Transaction } from '../../platform/database/transaction.ts';
import { dueAfter, loadInvoices } from '../invoices/index.ts';
import type { InvoiceDocument, Seller } from './invoice-document.ts';
import { builtInTemplate, type TemplateSettings } from './template/template.ts';
import { loadLogo, SETTINGS } from './template/templates.store.ts';

interface Frozen {
  readonly seller: Seller;
  readonly customer_tax_number: string | null;
  readonly payment_term: string | null;
  readonly settings: TemplateSettings | null;
  readonly logo_id: string | null;
}

/** What an approved document said of seller, tax numbers, terms and look; a draft says what holds now. */
const LOAD = `
  SELECT coalesce(i.issued -> 'seller', json_build_object('name', w.name, 'country', b.country,
                  'taxNumber', b.tax_number, 'address', b.address)) AS seller,
         CASE WHEN i.issued IS NULL THEN c.tax_number ELSE i.issued #>> '{customer,taxNumber}' END AS customer_tax_number,
         CASE WHEN i.issued IS NULL THEN coalesce(c.payment_term, b.default_payment_term)
              ELSE i.issued ->> 'paymentTerm' END AS payment_term,
         ${SETTINGS} AS settings, t.logo_id
    FROM invoice i
    JOIN books b ON b.workspace_id = i.workspace_id
    JOIN workspace w ON w.id = i.workspace_id
    JOIN customer c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id
    LEFT JOIN invoice_template t ON t.workspace_id = i.workspace_id
         AND t.version = coalesce((i.issued ->> 'templateVersion')::integer, b.invoice_template_version)
   WHERE i.workspace_id = $1 AND i.id = $2 AND i.deleted_at IS NULL`;

/** Loads all that is printed of a document; undefined where the workspace has none of this id. */
export async function loadInvoiceDocument(
  transaction: Transaction,
  invoiceId: string,
): Promise<InvoiceDocument | undefined> {
  const [loaded] = await loadInvoices(transaction, [invoiceId]);
  if (!loaded) return undefined;
  const { invoice } = loaded;
  const [frozen] = await transaction.query<Frozen>(LOAD, [transaction.workspaceId, invoiceId]);
  const { seller, customer_tax_number, payment_term, settings, logo_id } = frozen!;
  return {
    invoice,
    seller,
    customerTaxNumber: customer_tax_number,
    // A due date of its own goes before the term.
    paymentTerm:
      payment_term && dueAfter(invoice.date, payment_term) === invoice.dueDate ? payment_term : null,
    template: settings ?? builtInTemplate(seller.country),
    logo: logo_id ? await loadLogo(transaction, logo_id) : null,
  };
}
