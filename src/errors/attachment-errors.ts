import { defineErrors } from './registered-error.ts';

/** Of files that belong to documents. */
export const ATTACHMENT_ERRORS = defineErrors({
  ATTACHMENT_NOT_FOUND: {
    status: 404,
    message: 'No such attachment of this document.',
    action:
      'Read [List Attachments](/docs/invoices/list-invoice-attachments) and use the `uuid` of one. What was deleted from an approved ' +
      'document is found with `?deleted=true` alone, by owners and auditors, [while it is kept](/docs/guides/attachments#how-long-they-are-kept).',
  },
  ATTACHMENT_UNREACHABLE: {
    status: 400,
    message: 'The url is invalid: it must be a URL that can be fetched from the public internet.',
    action:
      'Name the address of the file itself, on a public host, without redirects or credentials; or send its bytes with [Upload ' +
      'Attachments](/docs/invoices/upload-invoice-attachments). Nothing of the request was kept.',
  },
  UNSUPPORTED_FILE_TYPE: {
    status: 415,
    message: 'The file is of a type that is not accepted, or is not what it says it is.',
    action:
      'Send PDF, PNG, JPEG, GIF, WEBP, HEIC, TXT, CSV, XML, EML, XLSX, DOCX, ODS or ODT, under a name that ends accordingly.',
  },
  TOO_MANY_ATTACHMENTS: {
    status: 400,
    message: 'The request is invalid: a document must be left with at most 25 attachments.',
    action: 'Delete attachments that are no longer needed, or put several files into one PDF.',
  },
});
