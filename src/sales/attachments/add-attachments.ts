import { z } from 'zod';
import type { FieldError } from '../../errors.ts';
import { type FetchOutside, OutsideRefusal } from '../../platform/fetch-outside/fetch-outside.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, text } from '../../platform/http/fields.ts';
import {
  addedSchema,
  attachFiles,
  type IncomingFile,
  LARGEST_CALL,
  LARGEST_FILE,
  MOST_FILES,
  refusal,
  tooLargeFault,
} from './attach-files.ts';
import { ATTACHMENT_EXAMPLE, ATTACHMENT_EXAMPLE_INVOICE } from './attachment.examples.ts';

/** Milliseconds for all files together, since they are fetched at the same time. */
const FETCH_DEADLINE = 15_000;

const sourceSchema = z.object({
  url: text(2048, { blank: false })
    .meta({ format: 'uri' })
    .describe('Where the file is, with http:// or https://.'),
  title: text(255).nullish().describe('What it is, in your words.'),
});

const bodySchema = z.object({
  attachments: z
    .array(sourceSchema)
    .min(1, { error: 'must be a list of at least one attachment' })
    .max(MOST_FILES, { error: `must be a list of at most ${MOST_FILES} attachments` })
    .describe(`The files to fetch, 1 to ${MOST_FILES}.`),
});

export const addAttachments = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices/{id}/attachments',
  operationId: 'addInvoiceAttachments',
  tag: 'Invoices',
  summary: 'Add Attachments',
  description: `Fetches each URL once and keeps the file with the document, in whatever state that is: all of the request or, where one
cannot be fetched or is not accepted, nothing. A file may have 10 MB, all of a request 20 MB, a document 25 files: PDF, PNG, JPEG, GIF,
WEBP, HEIC, TXT, CSV, XML, EML, XLSX, DOCX, ODS, ODT. Its server must be on the public internet; redirects are not followed.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  body: bodySchema,
  status: 201,
  message: 'Attachments added successfully.',
  data: addedSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [
    'ATTACHMENT_UNREACHABLE',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_FILE_TYPE',
    'TOO_MANY_ATTACHMENTS',
    'NOT_AVAILABLE',
  ],
  examples: {
    params: { id: ATTACHMENT_EXAMPLE_INVOICE },
    body: { attachments: [{ url: 'https://files.example.com/delivery-note.pdf', title: 'Delivery note' }] },
    data: { attachments: [ATTACHMENT_EXAMPLE] },
  },
  handle(request) {
    return attachFiles(request, () => fetchAll(request.body.attachments, request.fetchOutside));
  },
});

async function fetchAll(
  sources: readonly z.output<typeof sourceSchema>[],
  fetchOutside: FetchOutside,
): Promise<IncomingFile[]> {
  const budget = { left: LARGEST_CALL };
  const limits = { largest: LARGEST_FILE, budget, deadline: FETCH_DEADLINE };
  const faults: FieldError[] = [];
  const files = await Promise.all(
    sources.map(async ({ url, title }, index): Promise<IncomingFile[]> => {
      const field = `attachments[${index}].url`;
      try {
        const { bytes, contentType } = await fetchOutside(url, limits);
        return [
          {
            field,
            title: title ?? null,
            name: nameOf(url),
            contentType,
            bytes,
            sourceUrl: withoutQuery(url),
          },
        ];
      } catch (error) {
        if (!(error instanceof OutsideRefusal)) throw error;
        faults.push(
          error.tooLarge
            ? tooLargeFault(field)
            : { field, code: 'ATTACHMENT_UNREACHABLE', message: `${field} ${error.message}.` },
        );
        return [];
      }
    }),
  );
  if (faults.length > 0) throw refusal(faults.sort((a, b) => a.field.localeCompare(b.field)));
  return files.flat();
}

/** Queries carry the secrets of signed addresses. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1)!;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
