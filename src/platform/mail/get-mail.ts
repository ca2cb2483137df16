import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { idParams } from '../http/fields.ts';
import { WHOLE_MAIL_EXAMPLE } from './mail.examples.ts';
import { toWholeMailRecord, wholeMailSchema } from './mail.schema.ts';
import { findMail } from './mails.store.ts';

export const getMail = defineEndpoint({
  method: 'GET',
  path: '/partners/mail/{id}',
  operationId: 'getMail',
  tag: 'Mail',
  summary: 'Get Mail',
  description: 'One mail with all that it says, and every attempt to deliver it.',
  access: 'partner',
  params: idParams('id', 'The UUID of the mail.'),
  status: 200,
  message: 'Mail retrieved successfully.',
  data: wholeMailSchema,
  notFound: 'MAIL_NOT_FOUND',
  errors: [],
  examples: { data: WHOLE_MAIL_EXAMPLE },
  async handle({ params, read }) {
    const mail = await read((transaction) => findMail(transaction, params.id));
    if (!mail) throw new ApiError('MAIL_NOT_FOUND');
    return { data: toWholeMailRecord(mail) };
  },
});
