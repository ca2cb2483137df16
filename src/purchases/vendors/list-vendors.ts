import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, oneOf, paging, queryBoolean, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { VENDOR_EXAMPLE } from './vendor.examples.ts';
import { VENDOR_STATUSES, type VendorRecord, vendorSchema } from './vendor.schema.ts';
import { selectVendors } from './vendors.store.ts';

const STANDARD_LIMIT = 50;
const LARGEST_LIMIT = 5000;
const MESSAGE = 'Vendors retrieved successfully.';

const responseSchema = z.object({
  status: z.literal('success').describe('Always "success".'),
  message: z.string().describe('What was done, for people.'),
  data: listSchema('vendors', vendorSchema).describe('The page, where every other list has it.'),
  vendors: z.array(vendorSchema).describe('The records of this page, where published clients read them.'),
});

function toResponse<Data extends { readonly vendors: readonly VendorRecord[] }>(data: Data) {
  return { status: 'success', message: MESSAGE, data, vendors: data.vendors };
}

export const listVendors = defineEndpoint({
  method: 'GET',
  path: '/partners/vendors',
  operationId: 'listVendors',
  tag: 'Vendors',
  summary: 'List Vendors',
  description:
    'The workspace’s vendors by name. The same rows stand under `vendors` beside the envelope and in `data.vendors`.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT, LARGEST_LIMIT),
    search: text(255)
      .optional()
      .describe('Part of the name or the email, also of one that is merged into it, ignoring case.'),
    status: oneOf(VENDOR_STATUSES).optional().describe('Only vendors of this status.').meta(addition()),
    includeMerged: queryBoolean()
      .optional()
      .describe('`true`: also vendors that are merged into others, which are left out else.')
      .meta(addition()),
  }),
  status: 200,
  message: MESSAGE,
  response: responseSchema,
  errors: [],
  examples: { response: toResponse(listExample('vendors', [VENDOR_EXAMPLE], STANDARD_LIMIT)) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const found = await read((transaction) => selectVendors(transaction, caller.workspaceId, query, page));
    return { body: toResponse(listAnswer('vendors', found, page)) };
  },
});
