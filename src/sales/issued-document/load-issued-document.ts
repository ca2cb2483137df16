import type { Transaction } from '../../platform/database/transaction.ts';
import type { Address } from '../../platform/http/address.ts';
import { BUILT_IN_LANGUAGE, type Language } from '../documents/words/words.ts';
import { dueAfter, type Invoice, loadInvoices } from '../invoices/index.ts';

/** Who sells, as the document said at its approval. */
export interface Seller {
  readonly name: string;
  readonly country: string | null;
  readonly taxNumber: string | null;
  readonly address: Address | null;
}

/** A document as its customer sees it: what it said at its approval, and what has become of it since. */
export interface IssuedDocument {
  readonly invoice: Invoice;
  /** In the workspace's time zone. */
  readonly today: string;
  readonly seller: Seller;
  readonly customerTaxNumber: string | null;
  /** Of the template that it was approved under. */
  readonly language: Language;
  /** Null where the document has a due date of its own, which goes before it. */
  readonly paymentTerm: string | null;
}

/** Loads a document; a draft, which has said nothing yet, says what holds now. Undefined where it is not there. */
export async function loadIssuedDocument(
  transaction: Transaction,
  invoiceId: string,
): Promise<IssuedDocument | undefined> {
  const [loaded] = await loadInvoices(transaction, [invoiceId]);
  if (!loaded) return undefined;
  const [row] = await transaction.query<{
    seller: Seller;
    customer_tax_number: string | null;
    payment_term: string | null;
    language: Language | null;
  }>(
    `SELECT coalesce(i.issued -> 'seller', json_build_object('name', w.name, 'country', b.country,
                     'taxNumber', b.tax_number, 'address', b.address)) AS seller,
            CASE WHEN i.issued IS NULL THEN c.tax_number ELSE i.issued #>> '{customer,taxNumber}' END AS customer_tax_number,
            CASE WHEN i.issued IS NULL THEN coalesce(c.payment_term, b.default_payment_term)
                 ELSE i.issued ->> 'paymentTerm' END AS payment_term,
            t.language
       FROM invoice i
       JOIN books b ON b.workspace_id = i.workspace_id
       JOIN workspace w ON w.id = i.workspace_id
       LEFT JOIN invoice_template t ON t.workspace_id = i.workspace_id
            AND t.version = coalesce((i.issued ->> 'templateVersion')::integer, b.invoice_template_version)
       JOIN customer c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id
      WHERE i.workspace_id = $1 AND i.id = $2`,
    [transaction.workspaceId, invoiceId],
    'load_issued_seller',
  );
  const { seller, customer_tax_number: customerTaxNumber, payment_term: term, language } = row!;
  const { date, dueDate } = loaded.invoice;
  const paymentTerm = term && dueAfter(date, term) === dueDate ? term : null;
  return { ...loaded, seller, customerTaxNumber, language: language ?? BUILT_IN_LANGUAGE, paymentTerm };
}
