import { z } from 'zod';
import { addition, answered } from '../http/fields.ts';

const whoSchema = (who: string) =>
  z.object({ uuid: answered.uuid().describe(`The ${who}’s UUID.`), name: z.string().describe('The name.') });

/** One act on a record, as audit logs answer it. */
export const auditRowSchema = z
  .object({
    id: answered.uuid().describe('The UUID of this row.'),
    action: z.string().describe('What was done: `created`, `updated`, `approved`, `voided`, `deleted`, ...'),
    recordedAt: answered.instant().describe('When.'),
    person: whoSchema('person')
      .nullable()
      .describe('Who; null where the server did it by itself, or the customer by the public link.'),
    partnerApp: whoSchema('app').nullable().describe('By which partner app.'),
    changes: z
      .record(
        z.string(),
        z.object({
          from: z.unknown().describe('What it was.'),
          to: z.unknown().describe('What it became.'),
        }),
      )
      .nullable()
      .describe(
        'The fields that changed, each from what to what; null where the record was created or deleted.',
      ),
    requestId: z.string().describe('The request, as `x-request-id` named it.'),
    via: z
      .enum(['public_link'])
      .nullable()
      .describe('`public_link` where the customer did it on the public page.')
      .meta(addition()),
    remoteAddress: z.string().nullable().describe('The address that the request came from.'),
  })
  .meta({ id: 'AuditRow', description: 'One act on a record. Rows are only ever added.' });

export type AuditRow = z.output<typeof auditRowSchema>;
