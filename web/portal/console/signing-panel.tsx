import { writeOneShotCurl } from '../samples/one-shot-curl.ts';
import type { SampleRequest } from '../samples/sample-request.ts';
import { Code } from './code.tsx';
import { CopyButton } from './copy-button.tsx';
import { addressOf } from './send.ts';
import { type Credentials, type Edits, type Signature, toHeaders } from './sign.ts';

interface SigningPanelProps {
  readonly request: SampleRequest;
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** Undefined until it is computed; a sentence where it cannot be. */
  readonly signature: Signature | string | undefined;
  readonly edits: Edits;
  onEdit(edits: Edits): void;
}

/** How this request is signed, step by step; what is signed and the signature can be changed, to see them refused. */
export function SigningPanel({ signature, ...rest }: SigningPanelProps) {
  return (
    <details class="signing">
      <summary>Signing</summary>
      {typeof signature === 'string' && <p class="field-note">{signature}</p>}
      {typeof signature === 'object' && <SigningSteps {...rest} signature={signature} />}
    </details>
  );
}

function SigningSteps(props: SigningPanelProps & { readonly signature: Signature }) {
  const { request, baseUrl, credentials, signature, edits, onEdit } = props;
  const { timestamp, bodyHash, canonical } = signature;
  const edited = edits.canonical !== undefined || edits.signature !== undefined;
  const call = {
    method: request.method,
    url: baseUrl + addressOf(request),
    headers: toHeaders(request, credentials, signature),
    body: request.body,
    form: request.form,
  };
  const command = writeOneShotCurl(call);
  return (
    <>
      <dl>
        <dt>Timestamp</dt>
        <dd>
          <code>{timestamp}</code>
        </dd>
        <dt>Body hash</dt>
        <dd>
          <code>
            {bodyHash || `empty: ${request.form ? 'the browser puts the body together' : 'no body is sent'}`}
          </code>
        </dd>
      </dl>
      <label htmlFor="canonical-string">Canonical string</label>
      <textarea
        id="canonical-string"
        rows={3}
        spellcheck={false}
        aria-describedby="signing-note"
        value={canonical}
        onInput={({ currentTarget }) => onEdit({ ...edits, timestamp, canonical: currentTarget.value })}
      />
      <label htmlFor="signature">Signature</label>
      <textarea
        id="signature"
        rows={2}
        spellcheck={false}
        aria-describedby="signing-note"
        placeholder={credentials.clientSecret ? '' : 'Needs the client secret'}
        value={signature.signature}
        onInput={({ currentTarget }) => onEdit({ ...edits, timestamp, signature: currentTarget.value })}
      />
      <p id="signing-note" class="field-note">
        {edited
          ? 'You changed what was computed. The server will refuse the request, unless it is still what it expects.'
          : 'Change either of them to see how the server answers a wrong signature.'}{' '}
        <button type="button" class="button-quiet" onClick={() => onEdit({})}>
          Reset
        </button>
      </p>
      <div class="one-shot">
        <h3>This request as one command, good for five minutes</h3>
        <CopyButton text={command} what="signed curl command" />
        <Code text={command} language="bash" label="Signed curl command" />
      </div>
    </>
  );
}
