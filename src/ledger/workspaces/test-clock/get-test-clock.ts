import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { TEST_CLOCK_EXAMPLE } from './test-clock.examples.ts';
import { testClockSchema } from './test-clock.schema.ts';
import { readTestClock } from './test-clock.store.ts';

export const getTestClock = defineEndpoint({
  method: 'GET',
  path: '/partners/test-clock',
  operationId: 'getTestClock',
  tag: 'Workspace',
  summary: 'Get Test Clock',
  description: 'What day it is in the workspace, and whether that was moved.',
  access: 'partner',
  status: 200,
  message: 'Test clock retrieved successfully.',
  data: testClockSchema,
  errors: [],
  examples: { data: TEST_CLOCK_EXAMPLE },
  async handle({ read }) {
    return { data: await read((transaction) => readTestClock(transaction)) };
  },
});
