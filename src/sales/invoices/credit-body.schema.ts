import { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';
import { addition, report, uuid } from '../../platform/http/fields.ts';
import type { Rule } from '../../platform/http/rules.ts';
import { documentId, settledAmount } from '../payments/payment.schema.ts';

/** What may be wrong with the documents that a body names. */
export const CREDIT_ERRORS = [
  'INVOICE_NOT_FOUND',
  'INVALID_DOCUMENT_STATE',
  'DIFFERENT_CUSTOMER',
  'CURRENCY_MISMATCH',
  'TAX_NOT_CHARGED',
  'AMOUNT_EXCEEDS_BALANCE',
] as const satisfies readonly ErrorCode[];

/** What a body may not say here: refused, never ignored, since an ignored schedule is a lost schedule. */
export const misplaced = (predicate: string, description: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value != null && value !== false && value !== '') report(context, 'INVALID_VALUE', predicate);
    })
    .transform((): undefined => undefined)
    .optional()
    .describe(description)
    .meta(addition());

/** The invoice that a memo credits. */
export const originalFields = {
  appliedToInvoiceUuid: uuid()
    .nullish()
    .describe(
      'Only of a memo: the approved invoice of the same customer that it credits. Once approved, the memo is applied to it as far as it is due, on the later of both dates. The memo has the invoice’s currency and exchange rate unless it names its own, and the invoice’s taxes, where a line names none those of the product there, and the memos of an invoice together never credit more of a tax than it charged.',
    )
    .meta(addition()),
  appliedToInvoiceId: misplaced(
    'is invalid: use `appliedToInvoiceUuid`; numeric ids are not accepted',
    'Never accepted: use `appliedToInvoiceUuid`.',
  ),
};

/** The memo that is applied to an invoice as it is created. */
export const applyCreditFields = {
  applyCredit: z
    .boolean()
    .nullish()
    .describe(
      '`true` applies `creditMemo` to the invoice at once, all or nothing, on the later of both dates. Only with `isDraft` false; later, [apply it](/docs/invoices/apply-multiple-credit-to-invoice) instead.',
    )
    .meta(addition()),
  creditMemo: z
    .object({
      id: documentId().describe('The UUID of an approved credit memo of the same customer.'),
      amount: settledAmount().describe(
        'How much of it: more than 0, at most what is left of it and what the invoice comes to.',
      ),
    })
    .nullish()
    .describe('The credit memo that is applied; only with `applyCredit` true.')
    .meta(addition()),
};

const ELSEWHERE =
  'Only on creation: [apply the memo](/docs/invoices/apply-multiple-credit-to-invoice) instead.';
const onlyOnCreation = () =>
  misplaced('must be left out: of what exists already, apply the memo once it is approved', ELSEWHERE);

/** To an existing document a memo is applied by itself. */
export const noApplyCreditFields = { applyCredit: onlyOnCreation(), creditMemo: onlyOnCreation() };

const noRecurring = (what: string) => misplaced(`must be left out: ${what}`, `Not of a template: ${what}.`);

/** What a template cannot say: a credit happens once. */
export const noRecurringCreditFields = {
  applyCredit: noRecurring('a credit cannot recur'),
  creditMemo: noRecurring('a credit cannot recur'),
  appliedToInvoiceUuid: noRecurring('only a memo names an invoice, and a memo cannot recur'),
  appliedToInvoiceId: noRecurring('only a memo names an invoice, and a memo cannot recur'),
};

/** Of a whole body: only a memo names an invoice. */
export const ONLY_MEMOS_CREDIT: Rule = {
  path: 'appliedToInvoiceUuid',
  code: 'INVALID_VALUE',
  message: 'must be left out unless `invoiceType` is `memo`: only a memo credits an invoice',
  holds: ({ appliedToInvoiceUuid: original, invoiceType }) => original == null || invoiceType === 'memo',
};

const rule = (path: string, code: Rule['code'], message: string, holds: Rule['holds']): Rule => ({
  path,
  code,
  message,
  holds,
});

/** The rules of a memo that is applied on creation. */
export const APPLY_CREDIT_RULES: readonly Rule[] = [
  rule(
    'applyCredit',
    'INVALID_VALUE',
    'must be left out unless `isDraft` is false: only what is approved is credited',
    ({ applyCredit, isDraft }) => applyCredit !== true || isDraft === false,
  ),
  rule(
    'applyCredit',
    'INVALID_VALUE',
    'must be left out unless `invoiceType` is `invoice`: only that is credited',
    ({ applyCredit, invoiceType }) =>
      applyCredit !== true || invoiceType == null || invoiceType === 'invoice',
  ),
  rule(
    'applyCredit',
    'INVALID_VALUE',
    'must be left out of a schedule: a credit cannot recur',
    ({ applyCredit, recurrencePattern }) => applyCredit !== true || recurrencePattern == null,
  ),
  rule(
    'creditMemo',
    'REQUIRED',
    'is required where `applyCredit` is true',
    (body) => body.applyCredit !== true || ('creditMemo' in body && body.creditMemo !== null),
  ),
  rule(
    'creditMemo',
    'INVALID_VALUE',
    'must be left out unless `applyCredit` is true',
    ({ applyCredit, creditMemo }) => creditMemo == null || (applyCredit != null && applyCredit !== false),
  ),
];
