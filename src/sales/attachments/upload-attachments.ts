import { fieldError, invalidFields } from '../../errors.ts';
import type { RawRequest } from '../../platform/http/endpoint.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, text } from '../../platform/http/fields.ts';
import { readUpload } from '../../platform/http/upload.ts';
import { addedSchema, attachFiles, type IncomingFile, LARGEST_CALL, MOST_FILES } from './attach-files.ts';
import { ATTACHMENT_EXAMPLE_INVOICE, UPLOAD_EXAMPLE } from './attachment.examples.ts';

const LONGEST_TITLE = 255;

export const uploadAttachments = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices/{id}/attachments/upload',
  operationId: 'uploadInvoiceAttachments',
  tag: 'Invoices',
  summary: 'Upload Attachments',
  description: `Keeps the files of a multipart/form-data body with the document: all of them or none. The limits and types are those of
[Add Attachments](/docs/invoices/add-invoice-attachments); what a file is, is told from its bytes, and must be what its name says.
The signature covers the SHA-256 of the raw bytes, boundaries and all; where something else puts the body together, such as curl,
the hash in the signed text is empty.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  upload: {
    largest: LARGEST_CALL,
    fields: {
      file: {
        type: 'array',
        items: { type: 'string', format: 'binary' },
        description: `The files, 1 to ${MOST_FILES}; a part that has a file name, whatever it is called.`,
      },
      title: {
        type: 'array',
        items: { type: 'string', maxLength: LONGEST_TITLE },
        description: 'What they are, in your words: as many as wanted, in the order of the files.',
      },
    },
    required: ['file'],
    example: [
      {
        name: 'file',
        fileName: 'hours.csv',
        contentType: 'text/csv',
        content: 'day,hours\n2026-06-29,7.5\n2026-06-30,8\n',
      },
      { name: 'title', value: 'Hours worked' },
    ],
  },
  status: 201,
  message: 'Attachments added successfully.',
  data: addedSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [
    'VALIDATION_ERROR',
    'UNSUPPORTED_MEDIA_TYPE',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_FILE_TYPE',
    'TOO_MANY_ATTACHMENTS',
    'NOT_AVAILABLE',
  ],
  examples: { params: { id: ATTACHMENT_EXAMPLE_INVOICE }, data: { attachments: [UPLOAD_EXAMPLE] } },
  handle(request) {
    return attachFiles(request, () => readFiles(request.raw));
  },
});

async function readFiles(raw: RawRequest): Promise<IncomingFile[]> {
  const { files, texts } = await readUpload(raw);
  if (files.length === 0) throw invalidFields([fieldError('file', 'REQUIRED', 'is required')]);
  if (files.length > MOST_FILES)
    throw invalidFields([fieldError('file', 'TOO_LARGE', `must be at most ${MOST_FILES} files`)]);
  const titles = texts('title');
  const faults = titles.flatMap((title, index) => {
    const fault = text(LONGEST_TITLE).safeParse(title).error?.issues[0]?.message;
    return fault ? [fieldError(`title[${index}]`, 'INVALID_TEXT', fault)] : [];
  });
  if (faults.length > 0) throw invalidFields(faults);
  return files.map(({ name, contentType, bytes }, index) => ({
    field: `file[${index}]`,
    title: titles[index]?.trim() || null,
    name,
    contentType,
    bytes,
    sourceUrl: null,
  }));
}
