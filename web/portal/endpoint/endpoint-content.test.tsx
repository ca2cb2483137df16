import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import { flattenAttributes } from '../model/attributes.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { EndpointContent } from './endpoint-content.tsx';

const OPEN_API = join(import.meta.dirname, '..', '..', '..', 'openapi.json');

describe('the page of Create Invoice', () => {
  let page: EndpointPage;
  let html: string;
  let text: string;

  beforeAll(() => {
    const { pages } = readPortal(JSON.parse(readFileSync(OPEN_API, 'utf8')), []);
    page = pages
      .filter((each) => each.kind === 'endpoint')
      .find(({ operationId }) => operationId === 'createInvoice')!;
    html = render(<EndpointContent page={page} />);
    text = html
      .replaceAll(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ')
      .replaceAll('&quot;', '"')
      .replaceAll(/\s+/g, ' ');
  });

  it('has the sections of the reference in its order, and its words', () => {
    const words = [
      'Create Invoice',
      'POST /partners/invoices',
      'Create a new invoice in COUNT with full product, customer, and tag details.',
      'UUIDs Only:',
      'Email Uniqueness:',
      'Address Management:',
      'Service vs Product:',
      'Product Categories:',
      'Header Parameters',
      'x-client-id string',
      'x-signature string',
      'Authorization string',
      'Body Parameters',
      'customerUuid string · uuid Required',
      'Enum values: invoice quote estimate',
      'products array Required',
      'Show child attributes',
      'Was this section helpful?',
      'What made this section unhelpful for you?',
      'Response 200',
      'Object',
      'Response Attributes',
      'Bad Request',
      'Always "error" for error responses',
      'Unauthorized - Authentication failed',
      'Was this section helpful?',
      'What made this section unhelpful for you?',
    ];
    let place = 0;
    for (const word of words) {
      const found = text.indexOf(word, place);
      expect(found, `${word} after ${text.slice(Math.max(0, place - 40), place)}`).toBeGreaterThanOrEqual(0);
      place = found + word.length;
    }
  });

  it('shows the excerpt before the full answer', () => {
    const excerpt = text.indexOf('Excerpt');
    expect(excerpt).toBeGreaterThan(0);
    expect(text.indexOf('250.00', excerpt)).toBeLessThan(text.indexOf('Full answer'));
  });

  it('has a panel for each status and a link to the page of each error code', () => {
    for (const { status, examples } of page.responses) {
      expect(html).toContain(`data-tab="${status}"`);
      if (status.startsWith('2')) continue;
      for (const { name } of examples) expect(html).toContain(`data-choice="${name}"`);
    }
    expect(html).toContain('href="/docs/errors/product-without-category-account"');
  });

  it('shows every attribute of the model and has no id twice', () => {
    const tables = [
      page.headers,
      page.queryParameters,
      page.body,
      ...page.responses.map(({ attributes }) => attributes),
    ];
    const count = tables.flatMap((attributes) => flattenAttributes(attributes)).length;
    expect(html.match(/class="attribute"/g)).toHaveLength(count);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
