import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiError, type FieldError, invalidFields } from '../../errors.ts';
import type { CommittedChange } from '../../platform/change/change.ts';
import { detectFile } from '../../platform/files/detect-file.ts';
import type { Caller, EndpointRequest } from '../../platform/http/endpoint.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import { attachmentSchema, toAttachmentRecord } from './attachment.schema.ts';
import { hasInvoice, insertAttachments, listAttachments, lockFilesForUse } from './attachments.store.ts';

/** Files of one call. */
export const MOST_FILES = 10;
/** Bytes of one file. */
export const LARGEST_FILE = 10_000_000;
/** Bytes of all files of one call. */
export const LARGEST_CALL = 20_000_000;
const MOST_OF_A_DOCUMENT = 25;

/** A file that came from outside; `field` is what an error names. */
export interface IncomingFile {
  readonly field: string;
  readonly title: string | null;
  readonly name: string;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
  readonly sourceUrl: string | null;
}

export const addedSchema = z.object({
  attachments: z.array(attachmentSchema).describe('What was added, in the order of the request.'),
});

type AnyRequest = EndpointRequest<{ id: string }, unknown, unknown, Caller>;

/** Refuses with the code where it is the only one, whatever its status; else with 400. */
export function refusal(faults: readonly FieldError[]): ApiError {
  const codes = new Set(faults.map(({ code }) => code));
  const [only] = codes;
  const [first] = faults;
  if (codes.size === 1 && (only === 'PAYLOAD_TOO_LARGE' || only === 'UNSUPPORTED_FILE_TYPE'))
    return new ApiError(only, { message: first!.message, errors: faults });
  return invalidFields(faults);
}

/** The error of a file that is too large. */
export function tooLargeFault(field: string): FieldError {
  const message = `${field} must be a file of at most ${LARGEST_FILE / 1e6} MB.`;
  return { field, code: 'PAYLOAD_TOO_LARGE', message };
}

function examine(files: readonly IncomingFile[]) {
  const faults: FieldError[] = [];
  const examined = files.flatMap((file) => {
    const { field, bytes } = file;
    const detected = detectFile(file.name, file.contentType, bytes);
    if (bytes.length === 0) {
      faults.push({ field, code: 'INVALID_VALUE', message: `${field} must be a file that is not empty.` });
    } else if (bytes.length > LARGEST_FILE) faults.push(tooLargeFault(field));
    else if (!detected) {
      const message = `${field} must be a file of an accepted type that is what its name and content type say: PDF, PNG, JPEG, GIF, WEBP, HEIC, TXT, CSV, XML, EML, XLSX, DOCX, ODS or ODT.`;
      faults.push({ field, code: 'UNSUPPORTED_FILE_TYPE', message });
    } else return [{ ...file, ...detected, sha256: createHash('sha256').update(bytes).digest('hex') }];
    return [];
  });
  if (faults.length > 0) throw refusal(faults);
  return examined;
}

/**
 * Adds files to a document: all of them or none. They are gathered and stored before the transaction, so that it is short; what
 * is stored and then not recorded is swept.
 *
 * @param gather gets the files; not called where the request is a repeat that has its answer
 */
export async function attachFiles(
  { params, caller, read, change, isRepeat, files: store, publicUrl }: AnyRequest,
  gather: () => Promise<readonly IncomingFile[]>,
): Promise<CommittedChange<object>> {
  const keep = async () => {
    if (!(await read((transaction) => hasInvoice(transaction, params.id))))
      throw new ApiError('INVOICE_NOT_FOUND');
    const examined = examine(await gather());
    for (const { sha256, bytes } of examined) await store.put(caller.workspaceId, sha256, bytes);
    return examined;
  };
  const kept = (await isRepeat()) ? undefined : await keep();
  return change(async (transaction) => {
    const locked = await lockInvoice(transaction, params.id);
    const before = await listAttachments(transaction, params.id);
    const files = kept ?? (await keep());
    if (before.length + files.length > MOST_OF_A_DOCUMENT) throw tooMany(before.length);
    await lockFilesForUse(
      transaction,
      files.map(({ sha256 }) => sha256),
    );
    // Nobody had named them until now, so the sweep may have taken them away.
    await Promise.all(
      files.map(async ({ sha256, bytes }) => {
        if ((await store.sizeOf(caller.workspaceId, sha256)) !== bytes.length)
          await store.put(caller.workspaceId, sha256, bytes);
      }),
    );
    const added = await insertAttachments(
      transaction,
      files.map(({ title, fileName, contentType, bytes, sha256, sourceUrl }) => ({
        id: uuidv7(),
        invoiceId: params.id,
        title,
        fileName,
        contentType,
        size: bytes.length,
        sha256,
        sourceUrl,
      })),
    );
    const data = { attachments: added.map((attachment) => toAttachmentRecord(attachment, publicUrl)) };
    const changes = Object.fromEntries(
      data.attachments.map((record) => [`attachments.${record.uuid}`, { from: null, to: record }]),
    );
    return {
      data,
      records: [{ ...toChangedInvoice('attachments_added', locked, locked), changes }],
    };
  });
}

function tooMany(present: number): ApiError {
  const message = `attachments must be at most ${MOST_OF_A_DOCUMENT} of a document: it has ${present}.`;
  return invalidFields([{ field: 'attachments', code: 'TOO_MANY_ATTACHMENTS', message }]);
}
