import { z } from 'zod';
import { type ApiError, ERRORS, type ErrorCode, type ErrorDetails, type FieldError } from '../../errors.ts';

/** Codes that clients act on stand in `error` too (reference 2.3 and 3). */
const TOLD_IN_ERROR: ReadonlySet<ErrorCode> = new Set([
  'invalid_token',
  'invalid_grant',
  'workspace_not_authorized',
  'missing_credentials',
]);

const detailsSchema = z.object({
  missing: z.array(z.string()).optional().describe('The credential headers that are missing.'),
  references: z
    .array(
      z.object({
        field: z.string().describe('The path of the field.'),
        uuid: z.string().describe('What it names.'),
      }),
    )
    .optional()
    .describe('Records that fields name and that are not there, or may not be used.'),
  invoiceNumber: z.string().optional().describe('The number that is taken.'),
  invoiceNumbers: z
    .array(z.string())
    .optional()
    .describe('The numbers of the documents that stand in the way; of many the oldest 20.'),
  entryCount: z.int().optional().describe('How many journal entries are posted.'),
  closedThrough: z
    .string()
    .meta({ format: 'date' })
    .optional()
    .describe('The last day of the closed period.'),
  filedThrough: z
    .string()
    .meta({ format: 'date' })
    .optional()
    .describe('The last day of the last tax return that is filed.'),
  cutoverDate: z.string().meta({ format: 'date' }).optional().describe('The day on which the books begin.'),
  currency: z.string().optional().describe('The currency that no exchange rate is known for.'),
  date: z
    .string()
    .meta({ format: 'date' })
    .optional()
    .describe('The day of which the exchange rate is missing.'),
  deleteBlockedReason: z.string().optional().describe('Why the account may not be deleted.'),
  debits: z.string().optional().describe('All debits of the entry together.'),
  credits: z.string().optional().describe('All its credits together.'),
  difference: z.string().optional().describe('By how much they differ.'),
  source: z.string().optional().describe('What kind of document posted the entry.'),
  sourceUuid: z.string().optional().describe('The document that posted the entry.'),
  usedBy: z.array(z.string()).optional().describe('What names the record that is to be deleted.'),
  limit: z.string().optional().describe('The four-eyes limit, in the workspace’s currency.'),
  amount: z
    .string()
    .optional()
    .describe(
      'What reaches the limit, or would be taken out of the opening receivables, in the workspace’s currency.',
    ),
  left: z
    .string()
    .optional()
    .describe('What is left of the opening receivables, in the workspace’s currency.'),
  writtenBy: z
    .array(z.string())
    .optional()
    .describe('The UUIDs of those who may not do it, since they wrote, changed or recorded it.'),
  draftUuid: z.string().optional().describe('The draft that waits to be approved.'),
  updatedAt: z.string().optional().describe('When the record was last changed.'),
  mergedIntoUuid: z.string().optional().describe('What the record is merged into: name that in its place.'),
} satisfies Record<keyof ErrorDetails, z.ZodType>);

export const errorSchema = z
  .object({
    status: z.literal('error').describe('Always "error" for error responses.'),
    message: z.string().describe('Human-readable error description.'),
    code: z.string().describe('Machine-readable error code for programmatic handling.'),
    statusCode: z.int().describe('The HTTP status.'),
    requestId: z.string().describe('The id of this request, also in the x-request-id header.'),
    details: detailsSchema.optional().describe('Additional context about the error (varies by error type).'),
    errors: z
      .array(
        z.object({
          field: z.string().describe('The path of the failing field.'),
          message: z.string().describe('What is wrong with it.'),
          code: z.string().describe('Machine-readable code of the broken rule.'),
        }),
      )
      .optional()
      .describe('Present for validation errors with multiple fields.'),
    error: z.string().optional().describe('The OAuth error code, where clients act on it.'),
    error_description: z.string().optional().describe('Only on an expired access token.'),
    type: z.string().optional().describe('RATE_LIMITED on a 429.'),
  })
  .meta({ id: 'Error', description: 'Why a request was refused.' });

type ErrorBody = z.output<typeof errorSchema>;

type Refusal = Pick<ApiError, 'code' | 'message' | 'status' | 'details' | 'errors'>;

/** The body of an error answer, in the field order of the reference; the published examples are made by it too. */
export function toErrorBody(error: Refusal, requestId: string): ErrorBody {
  const errors = error.errors ?? (error.status === 400 ? fallbackErrors(error) : undefined);
  const body: ErrorBody = {
    status: 'error',
    message: error.message,
    code: error.code,
    statusCode: error.status,
    requestId,
  };
  if (error.details) body.details = error.details as z.output<typeof detailsSchema>;
  if (errors) body.errors = errors.map(({ field, message, code }) => ({ field, message, code }));
  return { ...body, ...repeatCode(error.code) };
}

/** Where else than in `code` an error tells what it is, since clients look there (reference 1.7 and 2.3). */
function repeatCode(code: ErrorCode): Pick<ErrorBody, 'error' | 'error_description' | 'type'> {
  if (code === 'invalid_signature') return { error: 'Invalid HMAC signature' };
  if (code === 'token_expired')
    return { error: 'invalid_token', error_description: ERRORS.token_expired.message };
  if (code === 'RATE_LIMITED') return { type: code };
  return TOLD_IN_ERROR.has(code) ? { error: code } : {};
}

/** `errors` is present on every 400, also where the rule is about the request as a whole. */
function fallbackErrors(error: Refusal): FieldError[] {
  return [{ field: 'request', message: error.message, code: error.code }];
}
