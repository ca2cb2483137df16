import { useEffect, useId, useRef } from 'preact/hooks';
import { toSlug } from '../model/words.ts';
import { Code } from './code.tsx';
import { CopyButton } from './copy-button.tsx';
import { concludeExplanation, type Explanation } from './explain-signature.ts';
import type { Answer } from './send.ts';

/** What came of a request. */
export type Outcome =
  | { readonly state: 'sending' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'answered'; readonly answer: Answer; readonly explanation?: Explanation | undefined };

/** The answer: status and time are read out as they come. */
export function AnswerView({ outcome }: { readonly outcome: Outcome | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = outcome?.state === 'answered' ? outcome.answer : undefined;
  // It stands below a form that may be longer than the screen.
  useEffect(() => {
    if (answer) bringIntoView(heading.current!);
  }, [answer]);
  useEffect(() => {
    const file = answer?.file;
    return file ? () => URL.revokeObjectURL(file) : undefined;
  }, [answer]);
  const good = answer && answer.status < 400;
  return (
    <section class="answer" aria-labelledby="console-answer">
      <h3 ref={heading} id="console-answer">
        Response
      </h3>
      <p class="answer-status" role="status" data-good={good}>
        {describeOutcome(outcome)}
      </p>
      {answer?.error && (
        <p class="answer-error">
          <a href={`/docs/errors/${toSlug(answer.error.code)}`}>
            <code>{answer.error.code}</code>
          </a>{' '}
          {answer.error.message}
        </p>
      )}
      {outcome?.state === 'answered' && outcome.explanation && (
        <ExplanationTable explanation={outcome.explanation} />
      )}
      {answer && <AnswerContent answer={answer} />}
    </section>
  );
}

/** On a wide screen the console's column scrolls by itself, and the page beside it stays where it is. */
function bringIntoView(heading: HTMLElement): void {
  const column = heading.closest('.endpoint-console');
  if (!column || column.scrollHeight <= column.clientHeight) heading.scrollIntoView({ block: 'start' });
  else column.scrollTop += heading.getBoundingClientRect().top - column.getBoundingClientRect().top;
}

function describeOutcome(outcome: Outcome | undefined): string {
  if (!outcome) return 'Nothing sent yet.';
  if (outcome.state === 'sending') return 'Sending…';
  if (outcome.state === 'failed') return outcome.message;
  const { status, statusText, milliseconds } = outcome.answer;
  return `${status} ${statusText} in ${milliseconds} ms`;
}

function AnswerContent({ answer }: { readonly answer: Answer }) {
  const language = answer.json === undefined ? 'text' : 'json';
  return (
    <>
      <details class="answer-headers">
        <summary>Headers ({answer.headers.length})</summary>
        <dl>
          {answer.headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {answer.file && (
        <p>
          <a href={answer.file} target="_blank" rel="noreferrer">
            Open the file
          </a>
        </p>
      )}
      <div class="answer-body">
        <CopyButton text={answer.text} what="response" />
        <Code text={answer.text} language={language} label="Response body" />
      </div>
    </>
  );
}

function ExplanationTable({ explanation }: { readonly explanation: Explanation }) {
  const title = useId();
  return (
    <div class="explanation">
      <h4 id={title}>{concludeExplanation(explanation)}</h4>
      <table aria-labelledby={title}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Signed</th>
            <th scope="col">Expected</th>
          </tr>
        </thead>
        <tbody>
          {explanation.parts.map(({ part, given, expected, matches, hint }) => (
            <tr key={part} data-differs={!matches}>
              <th scope="row">
                {part} {matches ? '✓' : 'differs'}
              </th>
              <td>
                <code>{given || 'empty'}</code>
              </td>
              <td>
                <code>{expected || 'empty'}</code>
                {!matches && hint && <p>{hint}</p>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
