import { addressLines, formatDate, formatMoney } from '../issued-document/document-words.ts';
import { layOutMail, type WrittenMail } from '../sending/mail-layout.ts';
import type { StatementDocument } from './load-statement-document.ts';

interface StatementMail {
  readonly document: StatementDocument;
  /** What the sender says; undefined: what one would say. */
  readonly subject: string | undefined;
  readonly message: string | undefined;
}

/** Writes the mail with which a statement is sent, for its customer: what is owed, and what of it is overdue. */
export function writeStatementMail({ document, subject, message }: StatementMail): WrittenMail {
  const { seller, customer, period, statements } = document;
  const end = formatDate(period.endDate);
  const figures = statements.flatMap(({ currency, closingBalance, aging }): [string, string][] => {
    const named = (label: string) => (statements.length > 1 ? `${label}, ${currency}` : label);
    const overdue = aging.days1To30 + aging.days31To60 + aging.days61To90 + aging.over90;
    const balance: [string, string] = [named('Balance'), formatMoney(closingBalance, currency)];
    return overdue > 0n ? [balance, [named('Overdue'), formatMoney(overdue, currency)]] : [balance];
  });
  const standard = `Hello ${customer.name},\n\nHere is your statement from ${formatDate(period.startDate)} to ${end}.`;
  return layOutMail({
    subject: subject ?? `Statement from ${seller.name} as of ${end}`,
    heading: `Statement as of ${end}`,
    message: message ?? standard,
    figures,
    closing: 'It is attached as a PDF. Questions? Just reply to this email.',
    seller: [seller.name, ...addressLines(seller.address)],
  });
}
