import { z } from 'zod';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { addition, answered, paging } from '../../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../../platform/http/list.ts';
import { identityOf, identitySchema } from '../../../platform/http/record.ts';
import { type ClosingRow, selectClosings } from './closings.store.ts';
import { reportHashSchema } from './report-hash.ts';

const ROWS_A_PAGE = 50;

const closingSchema = z
  .object({
    ...identitySchema('closing'),
    action: z
      .enum(['close', 'reopen'])
      .describe('`close` where the closed period grew, `reopen` where it shrank.'),
    bookClosedThroughDate: answered
      .date()
      .nullable()
      .describe('The last closed day from then on; `null` where nothing was closed any more.'),
    previousDate: answered.date().nullable().describe('The last closed day until then.'),
    reason: z.string().nullable().describe('The reason that was given.'),
    by: z
      .object({
        uuid: answered.uuid().describe('The person’s UUID.'),
        name: z.string().describe('The person’s name.'),
      })
      .nullable()
      .describe('Who did it.'),
    sealNumber: z.int().describe('The seal that the chain had reached; every entry until then has one.'),
    sealHash: z.string().describe('The hash of that seal, SHA-256 in hexadecimal.'),
    stale: z
      .boolean()
      .describe(
        'Whether something was posted in the closed period afterwards, late or while it was open again.',
      ),
    reports: z
      .array(reportHashSchema)
      .describe('The reports of the fiscal year up to that day, by their hashes; none of a reopening.'),
    createdAt: answered.instant().describe('When it was done.'),
  })
  .meta({ id: 'Closing', description: 'One closing or reopening of the books.', ...addition() });

type Closing = z.output<typeof closingSchema>;

const EXAMPLE_ID = '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a02';
const EXAMPLE: Closing = {
  ...identityOf(EXAMPLE_ID),
  action: 'close',
  bookClosedThroughDate: '2026-05-31',
  previousDate: '2026-04-30',
  reason: 'May is filed',
  by: { uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03', name: 'Dana Whitfield' },
  sealNumber: 412,
  sealHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  stale: false,
  reports: [
    {
      report: 'trial-balance',
      basis: 'accrual',
      startDate: '2026-01-01',
      endDate: '2026-05-31',
      sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
    },
  ],
  createdAt: '2026-06-10T08:00:00.000Z',
};

export const listClosings = defineEndpoint({
  method: 'GET',
  path: '/partners/workspace/closings',
  operationId: 'listClosings',
  tag: 'Workspace',
  summary: 'List Closings',
  description:
    'Every closing and reopening of the books, the newest first: by whom, when, why, and the seal that the chain had ' +
    'reached. Rows are only ever added. An addition of Recount, which COUNT’s API does not have.',
  access: 'partner',
  query: z.object(paging(ROWS_A_PAGE)),
  status: 200,
  message: 'Closings retrieved successfully.',
  data: listSchema('closings', closingSchema),
  errors: [],
  examples: { data: listExample('closings', [EXAMPLE], ROWS_A_PAGE) },
  async handle({ query, read }) {
    const page = readPage(query, ROWS_A_PAGE);
    const { rows, totalRecords } = await read((transaction) => selectClosings(transaction, page));
    return { data: listAnswer('closings', { rows: rows.map(toRecord), totalRecords }, page) };
  },
});

function toRecord(row: ClosingRow): Closing {
  const { id, through, previous, personId, personName, recordedAt, reports, ...rest } = row;
  return {
    ...identityOf(id),
    ...rest,
    bookClosedThroughDate: through,
    previousDate: previous,
    reports: [...(reports ?? [])],
    by: personId && personName !== null ? { uuid: personId, name: personName } : null,
    createdAt: recordedAt.toISOString(),
  };
}
