import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';
import { oneOf, paging, queryList, uuid } from '../http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../http/list.ts';
import { MAIL_EXAMPLE } from './mail.examples.ts';
import { mailSchema, toMailRecord } from './mail.schema.ts';
import { MAIL_STATUSES } from './mail.ts';
import { selectMails } from './mails.store.ts';

const ROWS_A_PAGE = 50;

export const listMail = defineEndpoint({
  method: 'GET',
  path: '/partners/mail',
  operationId: 'listMail',
  tag: 'Mail',
  summary: 'List Mail',
  description: `The mails of the workspace, the newest first: to whom, about which document, and whether they arrived. On a
server without \`SMTP_URL\` every mail is kept, and can be read here in place of an inbox.`,
  access: 'partner',
  query: z.object({
    ...paging(ROWS_A_PAGE),
    status: queryList(oneOf(MAIL_STATUSES))
      .optional()
      .describe('Only mails that stand so; several by commas.'),
    entityUuid: uuid().optional().describe('Only mails about this document.'),
  }),
  status: 200,
  message: 'Mail retrieved successfully.',
  data: listSchema('mails', mailSchema),
  errors: [],
  examples: { data: listExample('mails', [MAIL_EXAMPLE], ROWS_A_PAGE) },
  async handle({ query, read }) {
    const page = readPage(query, ROWS_A_PAGE);
    const filter = { status: query.status, entityId: query.entityUuid };
    const { rows, totalRecords } = await read((transaction) => selectMails(transaction, filter, page));
    return { data: listAnswer('mails', { rows: rows.map(toMailRecord), totalRecords }, page) };
  },
});
