import { z } from 'zod';
import { answered, text } from '../../platform/http/fields.ts';
import { SIGNED_PARTS } from './explain/part-explanation.ts';

export const verifySignatureBody = z
  .object({
    method: text(32, { blank: false }).describe('The method of the request, as it is sent: `POST`.'),
    path: text(2048, { blank: false }).describe(
      'The path of the request, as it is sent. A whole address will do: of that the path is taken.',
    ),
    timestamp: z
      .union([text(64), z.number()], { error: 'must be a text or a number' })
      .describe('What is sent as `x-timestamp`.'),
    body: text(1_000_000).nullish().describe('The exact text of the body, white space and all.'),
    bodyHash: text(512).nullish().describe('The hash that the client made of the body.'),
    canonicalString: text(4096).nullish().describe('The text that the client signed.'),
    signature: text(512)
      .nullish()
      .describe('What is sent as `x-signature`. Only its form is looked at, since no secret is.'),
  })
  .meta({ id: 'VerifySignature', description: 'A request, and what the client signed for it.' });

export const verifySignatureData = z
  .object({
    matches: z.boolean().describe('Whether every part is what the server expects.'),
    canonicalString: z.string().describe('What the server signs for this request.'),
    parts: z
      .array(
        z.object({
          part: z
            .enum(SIGNED_PARTS)
            .describe(
              'Which part: one of the four that are signed; `canonicalString` where they are put together wrongly; ' +
                '`signature`, of which only the form is looked at.',
            ),
          given: z.string().nullable().describe('What the client has; `null` where it told none.'),
          expected: z.string().describe('What the server expects.'),
          matches: z.boolean().describe('Whether the two agree.'),
          hint: z.string().nullable().describe('What to do, in a sentence.'),
        }),
      )
      .describe('Each part of what is signed, compared.'),
    serverTime: answered.instant().describe('The server’s clock.'),
    skewSeconds: z
      .number()
      .nullable()
      .describe('How far the timestamp is ahead of that clock, in seconds; `null` where it cannot be read.'),
  })
  .meta({ id: 'SignatureExplanation', description: 'Where what was signed differs from what is expected.' });
