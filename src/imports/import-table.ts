import { z } from 'zod';
import { fieldError, invalidFields } from '../errors.ts';
import { defineEndpoint } from '../platform/http/endpoint.ts';
import { queryBoolean } from '../platform/http/fields.ts';
import { IMPORT_EXAMPLE, importBody, importSchema, MOST_RECORDS, toTableErrors } from './import.schema.ts';
import { importCsv } from './import-csv.ts';
import { ImportError } from './import-error.ts';

const CHECKED = 'Table checked: nothing was kept.';

export const importTable = defineEndpoint({
  method: 'POST',
  path: '/partners/imports',
  operationId: 'importTable',
  tag: 'Imports',
  summary: 'Import Table',
  description:
    'Imports accounts, customers, products or journal entries out of a CSV table, each row by the rules of the single call, ' +
    'and all of them or none. A row that is bad refuses the call with its line, column and reason; a dry run answers the same as ' +
    'a list. What was imported before is not imported twice, also after the Idempotency-Key has expired. The columns that there ' +
    'are, and how they are found, are told in [Export and import](/docs/guides/export-and-import); larger tables are for ' +
    '`npx recount import-csv`.',
  access: 'partner',
  query: z.object({
    dryRun: queryBoolean().optional().describe('Does everything and keeps nothing: lists every bad row.'),
  }),
  body: importBody,
  status: 200,
  message: 'Table imported successfully.',
  data: importSchema,
  errors: [],
  examples: IMPORT_EXAMPLE,
  async handle({ body, query, caller, raw, change }) {
    const dryRun = query.dryRun ?? false;
    const committed = await importCsv(
      { author: { caller, requestId: raw.id }, change },
      {
        kind: body.kind,
        bytes: Buffer.from(body.csv),
        columns: new Map(Object.entries(body.columns ?? {})),
        dates: body.dateFormat ?? 'YYYY-MM-DD',
        decimals: body.decimalComma ? 'comma' : 'point',
        dryRun,
        skipBad: body.skipBad ?? false,
        again: body.again ?? false,
        most: MOST_RECORDS,
      },
    ).catch((error) => {
      if (!(error instanceof ImportError)) throw error;
      const words = error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '');
      throw invalidFields([fieldError('csv', 'INVALID_VALUE', `is invalid: ${words}`)]);
    });
    const { kept, problems } = committed.data;
    if (!kept && !dryRun) throw invalidFields(toTableErrors(problems));
    return { ...committed, ...(dryRun ? { message: CHECKED } : {}) };
  },
});
