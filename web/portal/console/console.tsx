import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AnswerView, type Outcome } from './answer-view.tsx';
import { BodyEditor } from './body-editor.tsx';
import type { ConsoleProps, RequestValues } from './console-props.ts';
import { explainSignature } from './explain-signature.ts';
import { FailingFields } from './field-editor.tsx';
import { FormEditor } from './form-editor.tsx';
import { HeaderInputs, ParameterInputs } from './parameter-inputs.tsx';
import { toRequest } from './request-values.ts';
import { SampleTabs } from './sample-tabs.tsx';
import { sendRequest } from './send.ts';
import { type Edits, signRequest, toHeaders } from './sign.ts';
import { SigningPanel } from './signing-panel.tsx';
import { substituteValues } from './substitute.ts';
import { TargetPicker } from './target-picker.tsx';
import { useSignature } from './use-signature.ts';
import { type Target, useTarget } from './use-target.ts';

/** The samples and the request console of one endpoint: both show the same request. */
export function Console(props: ConsoleProps) {
  const isPublic = props.access === 'public';
  const target = useTarget(isPublic);
  const [values, setValues, example] = useValues(props, target);
  const [edits, setEdits] = useState<Edits>({});
  const [outcome, setOutcome] = useState<Outcome>();
  const [missing, setMissing] = useState('');
  const [baseUrl, setBaseUrl] = useState(props.server);
  useEffect(() => setBaseUrl(location.origin), []);
  const form = useRef<HTMLFormElement>(null);
  const request = toRequest(props, values);
  const { credentials } = target;
  const signature = useSignature(request, credentials.clientSecret, edits, !isPublic);
  const change = (part: Partial<RequestValues>) => setValues({ ...values, ...part });

  const send = async () => {
    if (outcome?.state === 'sending') return;
    const lacking = isPublic ? undefined : findMissing(target);
    setMissing(lacking?.sentence ?? '');
    if (lacking) return form.current?.querySelector<HTMLElement>(`#${lacking.input}`)?.focus();
    setOutcome({ state: 'sending' });
    try {
      const made = isPublic
        ? { timestamp: '', bodyHash: '', canonical: '', signature: '' }
        : await signRequest(request, credentials.clientSecret, edits);
      const answer = await sendRequest(request, toHeaders(request, credentials, made));
      setOutcome({ state: 'answered', answer });
      if (answer.status !== 401 || answer.error?.code !== 'invalid_signature') return;
      setOutcome({ state: 'answered', answer, explanation: await explainSignature(request, made) });
    } catch (error) {
      setOutcome({ state: 'failed', message: `The request could not be sent: ${(error as Error).message}` });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  const failing = (outcome?.state === 'answered' && outcome.answer.error?.fields) || {};

  return (
    <>
      <SampleTabs request={request} baseUrl={baseUrl} />
      <section class="console" aria-labelledby="request-console">
        <h2 id="request-console">Request console</h2>
        <p class="without-scripts">
          The console sends this request from your browser, signed, and needs JavaScript for it.
        </p>
        <form
          ref={form}
          autoComplete="off"
          onSubmit={(event) => event.preventDefault()}
          onKeyDown={onKeyDown}
        >
          <p class="request-line">
            <span class={`method method-${props.method.toLowerCase()}`}>{props.method}</span>{' '}
            <code>{props.endpoint}</code>
          </p>
          {!isPublic && (
            <TargetPicker
              target={target.name}
              demo={target.demo}
              own={target.own}
              kept={target.kept}
              session={target.session}
              signInFailure={target.signInFailure}
              access={props.access}
              onTarget={target.choose}
              onOwn={target.setOwn}
              onKept={target.setKept}
              onForget={target.forget}
              onSignOut={target.signOut}
            />
          )}
          <FailingFields.Provider value={failing}>
            <ParameterInputs
              title="Path"
              fields={props.pathFields}
              values={values.path}
              example={example.path}
              onChange={(path) => change({ path })}
            />
            <ParameterInputs
              title="Query"
              fields={props.queryFields}
              values={values.query}
              example={example.query}
              onChange={(query) => change({ query })}
            />
            <HeaderInputs
              fields={props.headerFields}
              values={values.headers}
              onChange={(headers) => change({ headers })}
            />
            {values.body !== undefined && (
              <BodyEditor
                fields={props.bodyFields}
                text={values.body}
                example={example.body!}
                onChange={(body) => change({ body })}
              />
            )}
            {values.form !== undefined && (
              <FormEditor
                fields={props.bodyFields}
                form={values.form}
                example={example.form!}
                onChange={(form) => change({ form })}
              />
            )}
          </FailingFields.Provider>
          {!isPublic && (
            <SigningPanel
              request={request}
              baseUrl={baseUrl}
              credentials={credentials}
              signature={signature}
              edits={edits}
              onEdit={setEdits}
            />
          )}
          <div class="send-bar">
            <button type="button" class="button-primary" aria-describedby="send-target" onClick={send}>
              Send
            </button>
            <p id="send-target">{missing || describeTarget(target, isPublic)}</p>
          </div>
        </form>
        <AnswerView outcome={outcome} />
      </section>
    </>
  );
}

/**
 * What stands in the inputs, and the example that it began with. The demo's own ids come in as soon as it is known, and
 * go again with it, where nobody has typed anything else in their place.
 */
function useValues(props: ConsoleProps, { chosenDemo }: Target) {
  const [values, setValues] = useState(props.example);
  const substitutions = useMemo(
    () => ({ ...chosenDemo?.substitutions, ...chosenDemo?.operationSubstitutions[props.operationId] }),
    [chosenDemo],
  );
  const example = useMemo(() => substituteValues(props.example, substitutions), [substitutions]);
  const [shown, setShown] = useState(example);
  if (shown !== example) {
    setShown(example);
    const untouched = JSON.stringify(values) === JSON.stringify(shown);
    setValues(untouched ? example : substituteValues(values, substitutions));
  }
  return [values, setValues, example] as const;
}

function findMissing({
  name,
  own,
  chosenDemo,
  session,
}: Target): { input: string; sentence: string } | undefined {
  if (name === 'demo') {
    return chosenDemo ? undefined : { input: 'console-target', sentence: 'The demo workspace is not ready.' };
  }
  if (name === 'signed-in') {
    return session ? undefined : { input: 'console-sign-in', sentence: 'You are not signed in yet.' };
  }
  if (!own.clientId) return { input: 'own-client-id', sentence: 'The client ID is missing.' };
  if (!own.clientSecret) return { input: 'own-client-secret', sentence: 'The client secret is missing.' };
  return undefined;
}

function describeTarget({ name, demo, chosenDemo, session }: Target, isPublic: boolean): string {
  if (isPublic) return 'Needs no credentials.';
  if (chosenDemo) return `To ${chosenDemo.workspaceName}, the demo workspace.`;
  if (name === 'signed-in')
    return session
      ? `To ${session.workspaceName}, which you signed in to.`
      : 'To the workspace that you sign in to.';
  if (name === 'own') return 'To the workspace of your access token.';
  return demo ? '' : 'Looking for the demo workspace…';
}
