import { describe, expect, it } from 'vitest';
import { race } from '../../../../test/support/race.ts';
import {
  type RecurringSandbox,
  TEMPLATES,
  useRecurringEntries,
} from '../../../../test/support/recurring-entries.ts';
import { addDays } from '../../../platform/dates.ts';

const recurring = useRecurringEntries();

const linesOf = ({ lines }: RecurringSandbox, named: object) => lines.map((line) => ({ ...line, ...named }));

const KINDS = [
  {
    path: '/customers',
    field: 'customerUuid',
    name: 'customer',
    code: 'CUSTOMER_HAS_OPEN_INVOICES',
    missing: 'CUSTOMER_NOT_FOUND',
  },
  {
    path: '/vendors',
    field: 'vendorUuid',
    name: 'name',
    code: 'VENDOR_IN_USE',
    missing: 'VENDOR_NOT_FOUND',
  },
] as const;

describe.each(KINDS)('what a line names at $path', ({ path, field, name, code, missing }) => {
  const make = async ({ workspace }: RecurringSandbox, called: string): Promise<string> =>
    (await workspace.strict.post(path, { [name]: called })).body.data.uuid;

  it('is not deleted while a template goes on, or a draft waits', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const uuid = await make(sandbox, 'Landfill');
    const remove = () => strict.delete(`${path}/${uuid}`);
    const lines = linesOf(sandbox, { [field]: uuid });
    const template = await sandbox.create({ date: addDays(sandbox.today, 9), lines, isDraft: true });
    expect((await remove()).body).toMatchObject({ statusCode: 400, code });
    await strict.delete(`${TEMPLATES}/${template.uuid}`);
    const draft = { descriptionEntry: 'Waste', date: sandbox.today, lines, isDraft: true };
    const { uuid: draftUuid } = (await strict.post('/journal-entries', draft)).body.data;
    expect((await remove()).body).toMatchObject({ statusCode: 400, code });
    expect((await strict.post(`/journal-entries/${draftUuid}/approve`, {})).status).toBe(200);
    expect((await remove()).status).toBe(200);
  });

  it('is never deleted while a template or a draft that names it is created', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const uses = {
      [TEMPLATES]: { date: addDays(sandbox.today, 9), recurrencePattern: 'daily' },
      '/journal-entries': { date: sandbox.today, isDraft: true },
    };
    for (const [at, fields] of Object.entries(uses)) {
      const outcomes = await race(`Raced ${at}`, {
        make: (called) => make(sandbox, called),
        use: (uuid) =>
          strict.post(at, {
            ...fields,
            descriptionEntry: 'Waste',
            lines: linesOf(sandbox, { [field]: uuid }),
          }),
        change: (uuid) => strict.delete(`${path}/${uuid}`),
      });
      expect([`400 ${missing}, 200`, `201, 400 ${code}`]).toEqual(expect.arrayContaining(outcomes));
    }
  });
});

describe('a tag of a line', () => {
  it('may be deleted: the entries that follow go without it, and the template is resumed', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const tag = async (called: string) => (await strict.post('/tags', { name: called })).body.data.uuid;
    const [kept, gone] = [await tag('Kept'), await tag('Gone')];
    const lines = linesOf(sandbox, { tagUuids: [kept, gone] });
    const daily = { date: sandbox.today, recurrencePattern: 'daily', lines };
    const { uuid } = await sandbox.create(daily);
    await recurring.make();
    expect((await strict.delete(`/tags/${gone}`)).status).toBe(200);
    await sandbox.advance(1);
    await recurring.make();
    const entries = await sandbox.entries();
    expect(entries.map((entry) => entry.lines[0].tagUuids)).toEqual([
      expect.arrayContaining([kept, gone]),
      [kept],
    ]);
    for (const verb of ['pause', 'resume'])
      expect((await strict.post(`${TEMPLATES}/${uuid}/${verb}`)).status).toBe(200);
    expect((await strict.post(TEMPLATES, { ...daily, descriptionEntry: 'New' })).body.code).toBe(
      'TAG_NOT_FOUND',
    );
    await sandbox.prove();
  });
});
