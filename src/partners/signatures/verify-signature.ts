import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { explainRequest } from './explain/explain-request.ts';
import { SIGNATURE_EXPLANATION_EXAMPLE, VERIFY_SIGNATURE_EXAMPLE } from './verify-signature.examples.ts';
import { verifySignatureBody, verifySignatureData } from './verify-signature.schema.ts';

export const verifySignature = defineEndpoint({
  method: 'POST',
  path: '/partners/verify-signature',
  operationId: 'verifySignature',
  tag: 'Authentication',
  summary: 'Verify Signature',
  description:
    'Finds what is wrong with a signature: tell a request and what you signed for it, and read part by part what the ' +
    'server expects and what to do. Nothing of it is kept, and no secret is looked at: never send the client secret. ' +
    'The call itself needs no signature.',
  access: 'public',
  limit: { requests: 60, seconds: 60 },
  body: verifySignatureBody,
  status: 200,
  message: 'Signature compared.',
  data: verifySignatureData,
  errors: [],
  examples: { body: VERIFY_SIGNATURE_EXAMPLE, data: SIGNATURE_EXPLANATION_EXAMPLE },
  async handle({ body }) {
    const now = Date.now();
    const told = {
      method: body.method,
      path: body.path,
      timestamp: String(body.timestamp),
      body: body.body ?? undefined,
      bodyHash: body.bodyHash ?? undefined,
      canonicalString: body.canonicalString ?? undefined,
      signature: body.signature ?? undefined,
    };
    return { data: { ...explainRequest(told, now), serverTime: new Date(now).toISOString() } };
  },
});
