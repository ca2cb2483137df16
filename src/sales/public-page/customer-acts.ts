import type { ChangeContext } from '../../platform/change/change.ts';
import { commitChange } from '../../platform/change/commit-change.ts';
import type { Database } from '../../platform/database/database.ts';
import { answerOffer } from '../invoices/answer-offer.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { loadInvoices } from '../invoices/invoices.store.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import type { LinkTarget } from '../public-links/public-links.store.ts';
import { tellSeller } from './answer-mail.ts';
import type { Answer } from './customer-words.ts';

/** Who came by a link, as the audit log keeps it. */
export interface Visit {
  readonly requestId: string;
  readonly remoteAddress: string;
}

function contextOf({ workspaceId }: LinkTarget, { requestId, remoteAddress }: Visit): ChangeContext {
  return {
    workspaceId,
    personId: null,
    partnerAppId: null,
    requestId,
    remoteAddress,
    via: 'public_link',
    statusCode: 200,
    message: '',
  };
}

/** Notes that the customer has opened an approved document, the first time. */
export async function noteView(database: Database, target: LinkTarget, visit: Visit): Promise<void> {
  await commitChange(database, contextOf(target, visit), {}, async (transaction) => {
    const before = await lockInvoice(transaction, target.invoiceId);
    if (before.invoice.isDraft || before.invoice.viewedAt !== null) return { data: {}, records: [] };
    await transaction.query(
      `UPDATE invoice SET viewed_at = clock_timestamp(), updated_at = clock_timestamp()
        WHERE workspace_id = $1 AND id = $2`,
      [target.workspaceId, target.invoiceId],
    );
    const [after] = await loadInvoices(transaction, [target.invoiceId]);
    return { data: {}, records: [toChangedInvoice('viewed', before, after!)] };
  });
}

/** Notes what the customer says to a quote or estimate, and tells the seller by mail. Throws ApiError where it can no longer be answered so. */
export async function noteAnswer(
  database: Database,
  target: LinkTarget,
  answer: Answer,
  visit: Visit,
): Promise<void> {
  await commitChange(database, contextOf(target, visit), {}, async (transaction) => {
    const done = await answerOffer(transaction, target.invoiceId, answer);
    const isNew = done.records.length > 0;
    const [answered] = isNew ? await loadInvoices(transaction, [target.invoiceId]) : [];
    if (answered) await tellSeller(transaction, answered.invoice, answer);
    return done;
  });
}
