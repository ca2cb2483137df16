import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenApi } from '../model/open-api.ts';
import { buildPortal } from './build-portal.ts';
import { describeWeights, refuseHeavyPages, SCRIPT_LIMIT } from './page-weight.ts';
import { BUILT, PROJECT } from './source-hash.ts';

const PAGE = 'docs/invoices/create-invoice';
const openApi: OpenApi = JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8'));

/** The document with one more required field in the body of Create Invoice. */
function withField(name: string): OpenApi {
  const changed = structuredClone(openApi);
  const { schema } = changed.paths['/partners/invoices']!.post!.requestBody!.content['application/json']!;
  Object.assign(schema.properties!, {
    [name]: { type: 'string', description: 'Their number of the order.' },
  });
  Object.assign(schema, { required: [...schema.required!, name] });
  return changed;
}

describe('building the portal', () => {
  let folder: string;
  const read = (name: string) => readFileSync(join(folder, 'dist', name), 'utf8');
  const readBuilt = (name: string) => readFileSync(join(BUILT, name), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'recount-portal-'));
    await buildPortal({ openApi: withField('purchaseOrderNumber'), out: join(folder, 'dist') });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows a field that was added to a schema on the page, in the sample, in the console and in the Markdown', () => {
    const page = read(`${PAGE}.html`);
    expect(page).toContain('Their number of the order.');
    expect(page).toMatch(/id="body-[^"]*purchaseOrderNumber"/);
    const [, consoleData] = /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(page)!;
    expect(consoleData).toContain('purchaseOrderNumber');
    const sample = page.slice(page.indexOf('data-island="console"')).replaceAll(/<[^>]+>/g, '');
    expect(sample).toMatch(/purchaseOrderNumber\\?(&quot;|"|'):/);
    expect(read(`${PAGE}.md`)).toContain('purchaseOrderNumber');
    for (const kind of ['html', 'md'])
      expect(readBuilt(`${PAGE}.${kind}`)).not.toContain('purchaseOrderNumber');
  });

  it('writes for every file that is text a compressed twin of the same content', () => {
    const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
    const texts = files.filter((name) => /\.(html|md|js|css|json)$/.test(name));
    expect(texts.length).toBeGreaterThan(100);
    for (const name of texts) {
      expect(gunzipSync(readFileSync(join(folder, 'dist', `${name}.gz`))).toString()).toBe(read(name));
      expect(existsSync(join(folder, 'dist', `${name}.br`))).toBe(true);
    }
  });

  it('leaves nothing but the pages behind', () => {
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  it('loads no script at first that is over the limit, and counts what scripts import', () => {
    const noise = Array.from({ length: SCRIPT_LIMIT }, (_, i) => Math.sin(i).toString(36)).join();
    const files = [
      { name: 'docs/a.html', content: '<script type="module" src="/docs/assets/a.js"></script>' },
      { name: 'docs/assets/a.js', content: 'import"./b.js";' },
      { name: 'docs/assets/b.js', content: 'export const small = 1;' },
      { name: 'docs/assets/c.js', content: noise },
    ];
    expect(() => refuseHeavyPages(describeWeights(files))).not.toThrow();
    const heavy = files.map((file) =>
      file.name.endsWith('b.js') ? { ...file, content: 'import"./c.js"' } : file,
    );
    expect(() => refuseHeavyPages(describeWeights(heavy))).toThrow(/docs\/a\.html: \d+ bytes/);
  });
});
