import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { addMember } from '../../partners/index.ts';
import { createLinkTokens } from './public-link.ts';

let server: TestServer;
let fixtures: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(() => server.close());

async function make(changes: Record<string, unknown> = {}): Promise<string> {
  return (await server.strict.post('/invoices', invoiceBody(fixtures, changes))).body.data.uuid;
}
const get = (id: string) => server.strict.get(`/invoices/${id}/public-link`);
const revoke = (id: string) => server.strict.delete(`/invoices/${id}/public-link`);

describe('a public link', () => {
  it.each(['invoice', 'quote', 'estimate', 'memo'])(
    'is there for a %s, draft or not',
    async (invoiceType) => {
      for (const isDraft of [true, false]) {
        const { status, body } = await get(await make({ invoiceType, isDraft }));
        expect(status).toBe(200);
        expect(body.data.publicLink).toMatch(new RegExp(`^${server.baseUrl}/i/[\\w-]{44}$`));
        expect(body.data.url).toBe(body.data.publicLink);
      }
    },
  );

  it('is there for what is void, and not for what is deleted', async () => {
    const invoice = await make();
    await server.strict.patch(`/invoices/${invoice}/void`);
    expect((await get(invoice)).status).toBe(200);
    const draft = await make({ isDraft: true });
    await get(draft);
    await server.strict.delete(`/invoices/${draft}`);
    expect((await get(draft)).body.code).toBe('INVOICE_NOT_FOUND');
  });

  it('is told to an auditor where there is one, and made for nobody who may only read', async () => {
    const { workspaceId } = server;
    const auditor = await server.enterWorkspace(workspaceId);
    await addMember(server.database, { workspaceId, personId: auditor.personId, role: 'auditor' });
    const invoice = await make();
    const ask = () => auditor.strict.get(`/invoices/${invoice}/public-link`);
    const refused = await ask();
    expect([refused.status, refused.body.code]).toEqual([403, 'READ_ONLY_ROLE']);
    const { body } = await get(invoice);
    expect((await ask()).body.data).toEqual(body.data);
    await revoke(invoice);
    expect((await ask()).body.code).toBe('READ_ONLY_ROLE');
  });

  it('is the same each time, also for many who ask at once', async () => {
    const invoice = await make();
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(invoice)));
    const links = new Set(answers.map(({ body }) => body.data.url));
    expect(links.size).toBe(1);
    expect((await get(invoice)).body.data.url).toBe([...links][0]);
    expect((await get(await make())).body.data.url).not.toBe([...links][0]);
  });

  it('is another after it was revoked, which is told once', async () => {
    const invoice = await make();
    const { url } = (await get(invoice)).body.data;
    const { status, body } = await revoke(invoice);
    expect(status).toBe(200);
    expect(body.data).toEqual({ id: invoice, uuid: invoice, deleted: true });
    expect((await revoke(invoice)).status).toBe(200);
    const again = (await get(invoice)).body.data.url;
    expect(again).not.toBe(url);
    const { auditLog } = (await server.strict.get(`/invoices/${invoice}/audit-log`)).body.data;
    expect(auditLog.map(({ action }: { action: string }) => action)).toEqual(['link_revoked', 'created']);
  });

  it('cannot be made of what the database holds', async () => {
    const invoice = await make();
    const { url } = (await get(invoice)).body.data;
    const { rows } = await server.owner.query('SELECT to_jsonb(l)::text AS row FROM public_link l');
    const token = url.split('/i/')[1];
    for (const { row } of rows) expect(row).not.toContain(token.slice(22));
  });
});

describe('the token of a link', () => {
  const tokens = createLinkTokens(randomBytes(32));
  const id = '0197e1c2-7f60-4c1e-b0a4-5d0f1c9a2b3c';

  it('is read back by who made it, and by nobody with another key', () => {
    const token = tokens.make(id);
    expect(tokens.read(token)).toBe(id);
    expect(createLinkTokens(randomBytes(32)).read(token)).toBeUndefined();
  });

  it('is not read where a character is another, is missing, or is one too many', () => {
    const token = tokens.make(id);
    for (let place = 0; place < token.length; place += 1) {
      const changed = `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`;
      const read = tokens.read(changed);
      // The last character of the id has bits that say nothing.
      expect(read === undefined || (place === 21 && read === id), String(place)).toBe(true);
    }
    for (const other of [token.slice(1), `${token}A`, '', `${token.slice(0, -1)}=`, 'x'.repeat(44)])
      expect(tokens.read(other)).toBeUndefined();
  });
});
