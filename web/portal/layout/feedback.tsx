interface FeedbackProps {
  /** Which part of the page is judged. */
  readonly section: 'endpoint' | 'response' | 'page';
}

/** The most that a person may write. */
const REASON_LIMIT = 1000;

/** Asks whether a part of the page helped. What it does is in client/feedback.ts. */
export function Feedback({ section }: FeedbackProps) {
  const id = `feedback-${section}`;
  return (
    <form class="feedback" data-feedback={section}>
      <fieldset class="feedback-ask" aria-labelledby={`${id}-question`}>
        <p id={`${id}-question`}>Was this section helpful?</p>
        <div class="feedback-answers">
          <button type="button" value="yes">
            Yes
          </button>
          <button type="button" value="no" aria-expanded="false" aria-controls={`${id}-reason`}>
            No
          </button>
        </div>
      </fieldset>
      <div class="feedback-reason" id={`${id}-reason`} hidden>
        <label for={`${id}-text`}>What made this section unhelpful for you?</label>
        <textarea id={`${id}-text`} name="reason" rows={3} maxLength={REASON_LIMIT} />
        <button type="submit" class="button-primary">
          Send
        </button>
      </div>
      <p class="feedback-status" role="status" />
    </form>
  );
}
