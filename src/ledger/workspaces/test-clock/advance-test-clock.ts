import { ApiError, fieldError, invalidFields } from '../../../errors.ts';
import { addDays, daysBetween } from '../../../platform/dates.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { LAST_DATE } from '../../../platform/http/fields.ts';
import { TEST_CLOCK_EXAMPLE } from './test-clock.examples.ts';
import { advanceTestClockBody, testClockSchema } from './test-clock.schema.ts';
import { readTestClock, storeTestClock } from './test-clock.store.ts';

export const advanceTestClock = defineEndpoint({
  method: 'POST',
  path: '/partners/test-clock',
  operationId: 'advanceTestClock',
  tag: 'Workspace',
  summary: 'Advance Test Clock',
  description:
    'Moves the clock of a sandbox workspace forward: invoices fall due, quotes expire, recurring invoices and journal entries are made. It ' +
    'moves "today" and nothing else: what is recorded keeps the real instant, and tokens live by the real clock. There is ' +
    'no way back.',
  access: 'partner',
  body: advanceTestClockBody,
  status: 200,
  message: 'Test clock advanced successfully.',
  data: testClockSchema,
  errors: ['NOT_A_SANDBOX'],
  examples: { body: { advance: 1 }, data: TEST_CLOCK_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      const before = await readTestClock(transaction, { lock: true });
      if (!before.sandbox) throw new ApiError('NOT_A_SANDBOX', { errors: [sandboxError()] });
      const { advance } = body;
      const wanted = typeof advance === 'number' ? addDays(before.today, advance) : advance;
      if (wanted < before.today || wanted > LAST_DATE) {
        const predicate = `must be a way to a date from ${before.today}, which is today, to ${LAST_DATE}`;
        throw invalidFields([fieldError('advance', 'INVALID_DATE', predicate)]);
      }
      await storeTestClock(transaction, daysBetween(before.realToday, wanted));
      const data = await readTestClock(transaction);
      const changes = { today: { from: before.today, to: data.today } };
      const record = {
        entity: 'test_clock',
        entityId: caller.workspaceId,
        action: 'updated',
        document: data,
      };
      return { data, records: [{ ...record, changes }] };
    });
  },
});

function sandboxError() {
  return fieldError('advance', 'NOT_A_SANDBOX', 'is invalid here: the workspace must be a sandbox');
}
