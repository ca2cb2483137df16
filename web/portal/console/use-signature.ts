import { useEffect, useState } from 'preact/hooks';
import type { SampleRequest } from '../samples/sample-request.ts';
import { type Edits, type Signature, signRequest } from './sign.ts';

/** The signature of what stands in the console now; a sentence where the browser cannot make one. */
export function useSignature(
  request: SampleRequest,
  clientSecret: string,
  edits: Edits,
  wanted: boolean,
): Signature | string | undefined {
  const [signature, setSignature] = useState<Signature | string>();
  const { method, path, body } = request;
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    signRequest(request, clientSecret, edits).then(
      (made) => current && setSignature(made),
      (error: Error) => current && setSignature(error.message),
    );
    return () => {
      current = false;
    };
  }, [method, path, body, clientSecret, edits, wanted]);
  return signature;
}
