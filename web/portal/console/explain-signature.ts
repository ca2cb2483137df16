import type { SampleRequest } from '../samples/sample-request.ts';
import type { Signature } from './sign.ts';

/** A part of the canonical string: what was signed, and what the server would have signed. */
export interface SignedPart {
  readonly part: string;
  readonly given: string | null;
  readonly expected: string;
  readonly matches: boolean;
  readonly hint: string | null;
}

export interface Explanation {
  readonly parts: readonly SignedPart[];
}

/**
 * Asks the server which part of a canonical string differs from its own. The client secret is not sent.
 *
 * @returns undefined where it cannot say
 */
export async function explainSignature(
  request: SampleRequest,
  { timestamp, bodyHash, canonical, signature }: Signature,
): Promise<Explanation | undefined> {
  const question = {
    method: request.method,
    path: request.path,
    timestamp,
    body: request.body ?? '',
    bodyHash,
    canonicalString: canonical,
    signature,
  };
  try {
    const response = await fetch('/partners/verify-signature', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    if (!response.ok) return undefined;
    const { data } = await response.json();
    return Array.isArray(data?.parts) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** What follows from an explanation, in a sentence. */
export function concludeExplanation({ parts }: Explanation): string {
  const wrong = parts.filter(({ matches }) => !matches).map(({ part }) => part);
  if (wrong.some((part) => part !== 'signature')) return `What was signed differs in: ${wrong.join(', ')}.`;
  return 'The canonical string is right, so the key or the encoding is wrong. Check the client secret, and that the signature is lower-case hex.';
}
