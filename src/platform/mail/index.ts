import type { Endpoint } from '../http/endpoint.ts';
import { getMail } from './get-mail.ts';
import { listMail } from './list-mail.ts';

export { retryMail } from './delivery.store.ts';
export { toMailRecord, toWholeMailRecord } from './mail.schema.ts';
export { MAIL_STATUSES, type Mail, type WholeMail } from './mail.ts';
export { findMail, selectMails } from './mails.store.ts';

/** The endpoints that show the mails of a workspace. */
export const MAIL_ENDPOINTS: readonly Endpoint[] = [listMail, getMail];
