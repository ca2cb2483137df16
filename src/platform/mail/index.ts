import type { Endpoint } from '../http/endpoint.ts';
import { getMail } from './get-mail.ts';
import { listMail } from './list-mail.ts';

/** The endpoints that show the mails of a workspace. */
export const MAIL_ENDPOINTS: readonly Endpoint[] = [listMail, getMail];
