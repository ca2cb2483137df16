import { ApiError, fieldError, invalidFields } from '../../errors.ts';
import type { RawRequest } from './endpoint.ts';

/** A file as a multipart body has it; nothing of it is to be believed. */
export interface UploadedFile {
  readonly field: string;
  readonly name: string;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly files: readonly UploadedFile[];
  /** The texts of each field, in their order. */
  texts(field: string): readonly string[];
}

/**
 * Reads a multipart/form-data body, with Node's own parser.
 *
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE or VALIDATION_ERROR
 */
export async function readUpload({ headers, body }: RawRequest): Promise<Upload> {
  const contentType = headers['content-type'] as string | undefined;
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? '')) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', {
      message: 'The content type must be multipart/form-data, with its boundary.',
    });
  }
  // The bytes themselves: a copy would take their room once more.
  const { buffer, byteOffset, byteLength } = body ?? Buffer.alloc(0);
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  const form = await new Response(bytes, { headers: { 'content-type': contentType! } })
    .formData()
    .catch(() => {
      throw invalidFields([fieldError('body', 'INVALID_VALUE', 'must be valid multipart/form-data')]);
    });
  const files: UploadedFile[] = [];
  for (const [field, part] of form) {
    if (typeof part === 'string') continue;
    const bytes = Buffer.from(await part.arrayBuffer());
    files.push({ field, name: part.name, contentType: part.type || undefined, bytes });
  }
  return {
    files,
    texts: (field) => form.getAll(field).filter((part) => typeof part === 'string'),
  };
}
