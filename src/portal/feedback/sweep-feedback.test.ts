import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { KEPT_FEEDBACK, sweepFeedback } from './sweep-feedback.ts';

let clone: TestDatabase;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());
beforeEach(() => clone.owner.query('DELETE FROM portal_feedback'));

/** The higher the number of a page, the newer. */
const fill = (count: number) =>
  clone.owner.query(
    `INSERT INTO portal_feedback (id, page, section, helpful, created_at)
     SELECT gen_random_uuid(), '/docs/' || i, 'page', true, now() - interval '1 day' + i * interval '1 second'
       FROM generate_series(1, $1::integer) i`,
    [count],
  );

async function keptPages() {
  const { rows } = await clone.owner.query(
    `SELECT count(*)::integer AS count, min(substr(page, 7)::integer) AS oldest FROM portal_feedback`,
  );
  return rows[0];
}

it('keeps the newest 10,000, however many more there are', async () => {
  await fill(KEPT_FEEDBACK + 6_000);
  await sweepFeedback(clone.database);
  expect(await keptPages()).toEqual({ count: 10_000, oldest: 6_001 });
  await sweepFeedback(clone.database);
  expect(await keptPages()).toEqual({ count: 10_000, oldest: 6_001 });
});

it('deletes nothing where there is less, nor where it is stopped', async () => {
  await fill(3);
  await sweepFeedback(clone.database);
  expect(await keptPages()).toEqual({ count: 3, oldest: 1 });
  await fill(KEPT_FEEDBACK);
  await sweepFeedback(clone.database, AbortSignal.abort());
  expect((await keptPages()).count).toBe(KEPT_FEEDBACK + 3);
});
