import type { z } from 'zod';
import { explainRequest } from './explain/explain-request.ts';
import type { verifySignatureBody, verifySignatureData } from './verify-signature.schema.ts';

const TIMESTAMP = '1782914708';
const SERVER_TIME = '2026-07-01T14:05:09.120Z';
/** Of `{"name": "Downtown office", "color": "#1e88e5"}`: the same JSON with a blank after each colon and comma. */
const HASH_OF_SPACED_JSON = 'b54732dba80b017d7fc5579e4a91bcea08f38aff103b03ba0751d7919ad15f81';

/** A client that hashed its JSON before the library that sends it wrote it anew. */
export const VERIFY_SIGNATURE_EXAMPLE = {
  method: 'POST',
  path: '/partners/tags',
  timestamp: TIMESTAMP,
  body: '{"name":"Downtown office","color":"#1e88e5"}',
  canonicalString: `POST:/tags:${TIMESTAMP}:${HASH_OF_SPACED_JSON}`,
} satisfies z.input<typeof verifySignatureBody>;

/** What it is told. */
export const SIGNATURE_EXPLANATION_EXAMPLE: z.output<typeof verifySignatureData> = {
  ...explainRequest(
    { ...VERIFY_SIGNATURE_EXAMPLE, bodyHash: undefined, signature: undefined },
    Date.parse(SERVER_TIME),
  ),
  serverTime: SERVER_TIME,
};
