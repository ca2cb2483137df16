import { z } from 'zod';
import { answered, text } from '../../platform/http/fields.ts';

export const ledgerProofQuery = z.object({
  head: text(400)
    .optional()
    .describe(
      'A `signedHead` that was answered, exported or logged earlier: the chain must still go through it, which is ' +
        'proved with the rest.',
    ),
});

export const ledgerProofSchema = z
  .object({
    holds: z.boolean().describe('Whether every proof holds.'),
    head: z
      .object({
        number: z.int().describe('How many entries are sealed.'),
        hash: z
          .string()
          .describe('The hash of the last seal, SHA-256 in hex: it commits to every entry before.'),
        sealedAt: answered.instant().nullable().describe('When it was sealed; null where nothing is.'),
        unsealedEntries: z.int().describe('How many entries wait for their seal, a few seconds at most.'),
      })
      .describe('Where the chain stands.'),
    signedHead: z
      .string()
      .describe(
        'The head and its Ed25519 signature in one word, `recount-head:1:<workspace>:<number>:<hash>:<signature>`. The ' +
          'signature, in base64url, is over all before its colon. Keep it elsewhere, and send it as `head` later.',
      ),
    publicKey: z.string().describe('The key to check the signature with, SPKI in base64.'),
    proofs: z
      .array(
        z.object({
          name: z.string().describe('The name of the proof.'),
          description: z.string().describe('The law that it proves, as a sentence.'),
          checked: z.int().describe('How many things were checked.'),
          failureCount: z.int().describe('Of how many of them it does not hold.'),
          failures: z.array(z.string()).describe('The first of those, each by name.'),
          milliseconds: z.int().describe('How long it took.'),
        }),
      )
      .describe(
        'Every proof, each over all the books, in one snapshot; the files of attachments are looked for after it.',
      ),
    notDefended: z.string().describe('What no proof can show.'),
  })
  .meta({ id: 'LedgerProof', description: 'What the books promise, proved by reading all of them.' });

export type LedgerProof = z.output<typeof ledgerProofSchema>;
