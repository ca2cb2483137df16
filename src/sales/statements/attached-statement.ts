import type { Transaction } from '../../platform/database/transaction.ts';
import type { MailAttachment } from '../../platform/mail/mail.ts';
import { loadStatementDocument, type StatementDocument } from './load-statement-document.ts';
import { statementFileName } from './statement-file-name.ts';

/** The kind under which a mail names the PDF of a statement as its attachment. */
export const STATEMENT_PDF = 'statement_pdf';

/** The PDF of a statement as a mail names it: by all that decides what it is. */
export function attachStatement(document: StatementDocument): MailAttachment {
  const { startDate, endDate, currency = '' } = document.period;
  const id = [document.customer.id, startDate, endDate, currency].join('/');
  return { kind: STATEMENT_PDF, id, fileName: statementFileName(document, 'pdf') };
}

/** Draws the statement that `attachStatement` has named, in one snapshot of the books. */
export async function makeAttachedStatement(transaction: Transaction, id: string): Promise<Buffer> {
  const [customerId, startDate, endDate, currency] = id.split('/');
  const period = { startDate: startDate!, endDate: endDate!, currency: currency || undefined };
  const { renderStatementPdf } = await import('./statement-pdf.ts');
  return renderStatementPdf(await loadStatementDocument(transaction, customerId!, period));
}
