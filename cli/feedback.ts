import { KEPT_FEEDBACK, selectFeedback, selectPageTotals } from '../src/portal/feedback/index.ts';
import { type RunCommand, readArguments, UsageError } from './command.ts';
import { describeFeedback } from './describe-feedback.ts';
import { withExistingDatabase } from './with-database.ts';

const STANDARD_LIMIT = '20';

/** `recount feedback`: what readers said of the portal's pages, the newest first, with totals by page. */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: { limit: { type: 'string', default: STANDARD_LIMIT }, unhelpful: { type: 'boolean' } },
  });
  const limit = readLimit(values.limit);
  const filter = { helpful: values.unhelpful ? false : undefined };
  return withExistingDatabase(
    { environment, failure: 'The feedback could not be read' },
    async (database) => {
      const feedback = await database.unfenced(async (transaction) => ({
        totals: await selectPageTotals(transaction),
        ...(await selectFeedback(transaction, filter, { limit, offset: 0 })),
      }));
      console.log(describeFeedback(feedback));
      return 0;
    },
  );
};

function readLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > KEPT_FEEDBACK)
    throw new UsageError(`--limit must be a whole number from 1 to ${KEPT_FEEDBACK}.`);
  return limit;
}
