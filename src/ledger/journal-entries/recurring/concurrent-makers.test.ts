import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { breakConnections, breakNowAndThen } from '../../../../test/support/breaking-database.ts';
import { useRecurringEntries } from '../../../../test/support/recurring-entries.ts';
import type { Database } from '../../../platform/database/database.ts';
import { addDays } from '../../../platform/dates.ts';
import { makeDueEntries } from './make-due-entries.ts';

const recurring = useRecurringEntries();

describe('two years of templates set by the clock', () => {
  it('post exactly the scheduled entries, none twice, with several makers at once and connections that break at random', async () => {
    const sandbox = await recurring.open();
    const date = '2026-01-31';
    const shared = { date, recurrenceEndDate: '2027-12-31' };
    const { uuid } = await sandbox.create(shared);
    await sandbox.create({ ...shared, recurrencePattern: 'quarterly', recurrenceInterval: 2 });
    const weekly = Array.from({ length: 100 }, (_, week) => addDays(date, 7 * week));
    await sandbox.create({ ...shared, recurrencePattern: 'weekly', recurrenceCount: weekly.length });
    const breaking = breakConnections(recurring.server.database, breakNowAndThen());
    const maker = async (database: Database) => {
      const options = { database, signal: new AbortController().signal, onMade: () => {}, onError: () => {} };
      for (let turn = 0; turn < 3; turn += 1) {
        await makeDueEntries(options).catch(() => {});
        await sleep(Math.random() * 20);
      }
    };
    for (let months = 0; months < 24; months += 4) {
      await sandbox.advance(124);
      // At first alone, so that something is sure to break.
      if (months === 0) await maker(breaking);
      await Promise.all([maker(breaking), maker(recurring.server.database), maker(breaking)]);
      // What a break left behind is tried again later; here at once.
      await recurring.server.owner.query(
        'UPDATE recurring_due SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()',
      );
    }
    await recurring.make();
    const monthly = Array.from({ length: 24 }, (_, month) =>
      new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10),
    );
    const halfYearly = ['2026-01-31', '2026-07-31', '2027-01-31', '2027-07-31'];
    expect(await sandbox.dates()).toEqual([...monthly, ...halfYearly, ...weekly].sort());
    expect((await sandbox.runsOf(uuid)).map((run) => run.date)).toEqual(monthly.toReversed());
    await sandbox.prove();
  }, 120_000);

  it('post each date once where two makers are at one template, and neither fails for the other', async () => {
    const sandbox = await recurring.open();
    const { uuid } = await sandbox.create({
      date: addDays(sandbox.today, -59),
      recurrencePattern: 'daily',
    });
    const errors: Error[] = [];
    const options = {
      database: recurring.server.database,
      signal: new AbortController().signal,
      onMade: () => {},
      onError: (error: Error) => errors.push(error),
    };
    await Promise.all([makeDueEntries(options), makeDueEntries(options)]);
    await recurring.make();
    expect(errors).toEqual([]);
    const dates = await sandbox.dates();
    expect(dates).toEqual(Array.from({ length: 60 }, (_, day) => addDays(sandbox.today, day - 59)));
    expect(await sandbox.read(uuid)).toMatchObject({ runCount: 60, nextDate: addDays(sandbox.today, 1) });
    await sandbox.prove();
  });

  it('hold no failure against the dates after one that was kept, though its answer was lost', async () => {
    const sandbox = await recurring.open();
    const shared = { date: addDays(sandbox.today, -1), recurrencePattern: 'daily' };
    let kept = 0;
    const losing = breakConnections(recurring.server.database, () => {
      kept += 1;
      return kept > 4 ? 'kept' : 'kept without a word';
    });
    const options = {
      database: losing,
      signal: new AbortController().signal,
      onMade: () => {},
      onError: () => {},
    };
    const made: { uuid: string; count: number }[] = [];
    // The server's own maker may be quicker.
    while (kept < 4) {
      expect(made.length).toBeLessThan(100);
      for (const count of [1, 2]) {
        const { uuid } = await sandbox.create({ ...shared, recurrenceCount: count === 1 ? 1 : null });
        made.push({ uuid, count });
      }
      await makeDueEntries(options);
    }
    await recurring.make();
    for (const { uuid, count } of made)
      expect((await sandbox.runsOf(uuid)).map(({ status }) => status)).toEqual(Array(count).fill('posted'));
    await sandbox.prove();
  });
});
