import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleRequest } from '../samples/sample-request.ts';
import { concludeExplanation, type SignedPart } from './explain-signature.ts';
import { readError } from './send.ts';
import { signRequest, toHeaders } from './sign.ts';

const NOW = Date.parse('2026-07-01T14:05:09.120Z');
const request: SampleRequest = {
  method: 'POST',
  path: '/partners/invoices',
  query: 'dryRun=true',
  body: '{"name":"名"}',
  access: 'partner',
  headers: { 'Idempotency-Key': 'k' },
};
const credentials = { clientId: 'id', clientSecret: 'secret', accessToken: 'token' };

describe('a signature made in the browser', () => {
  it('is what the reference asks for, over the exact bytes of the body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), async (body, secret) => {
        const made = await signRequest({ ...request, body }, secret, {}, NOW);
        const bodyHash = createHash('sha256').update(body).digest('hex');
        const canonical = `POST:/invoices:1782914709:${bodyHash}`;
        const signature = createHmac('sha256', secret).update(canonical).digest('hex');
        expect(made).toEqual({ timestamp: '1782914709', bodyHash, canonical, signature });
      }),
    );
  });

  it('has an empty hash where no body is sent', async () => {
    const { canonical } = await signRequest({ ...request, method: 'GET', body: undefined }, 's', {}, NOW);
    expect(canonical).toBe('GET:/invoices:1782914709:');
  });

  it('is made of what somebody put in place of the canonical string, or is what they put in its place', async () => {
    const edited = await signRequest(request, 'secret', { timestamp: '1', canonical: 'x' }, NOW);
    expect(edited).toMatchObject({
      timestamp: '1',
      signature: createHmac('sha256', 'secret').update('x').digest('hex'),
    });
    expect((await signRequest(request, 'secret', { signature: 'mine' }, NOW)).signature).toBe('mine');
  });

  it('is empty without a secret', async () => {
    expect((await signRequest(request, '', {}, NOW)).signature).toBe('');
  });
});

describe('the headers of a request', () => {
  const signature = { timestamp: '1', bodyHash: '', canonical: '', signature: 's' };

  it('show what its endpoint asks for, and no more', () => {
    const names = (access: SampleRequest['access']) =>
      Object.keys(toHeaders({ ...request, access }, credentials, signature));
    const signed = ['content-type', 'x-client-id', 'x-timestamp', 'x-signature'];
    expect(names('partner')).toEqual([...signed, 'authorization', 'Idempotency-Key']);
    expect(names('signature')).toEqual([...signed, 'Idempotency-Key']);
    expect(names('public')).toEqual(['content-type', 'Idempotency-Key']);
  });
});

describe('an answer', () => {
  it('that reports an error says which fields fail', () => {
    const errors = [{ field: 'products[0].price', message: 'must be a number', code: 'INVALID_NUMBER' }];
    const error = { status: 'error', code: 'VALIDATION_ERROR', message: 'Invalid.', errors };
    expect(readError(error)).toMatchObject({
      code: 'VALIDATION_ERROR',
      fields: { 'products[0].price': 'must be a number' },
    });
    for (const other of [{ status: 'success', data: {} }, [], null, undefined, 'text']) {
      expect(readError(other)).toBeUndefined();
    }
  });
});

describe('a refused signature', () => {
  const part = (name: string, matches: boolean): SignedPart => ({
    part: name,
    given: 'a',
    expected: 'b',
    matches,
    hint: null,
  });

  it('is put down to the parts that differ, or to the key', () => {
    expect(concludeExplanation({ parts: [part('method', true), part('path', false)] })).toContain(
      'differs in: path.',
    );
    for (const matches of [true, false]) {
      expect(concludeExplanation({ parts: [part('path', true), part('signature', matches)] })).toContain(
        'client secret',
      );
    }
  });
});
