import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { type Attribute, readAttributes } from '../model/attributes.ts';
import type { Schema } from '../model/open-api.ts';
import { AttributeTable } from './attribute-table.tsx';

function renderTable(schema: Schema, components: Readonly<Record<string, Schema>> = {}): string {
  const attributes: readonly Attribute[] = readAttributes(schema, components);
  return render(<AttributeTable title="Body Parameters" section="body" attributes={attributes} />);
}

function nest(depth: number): Schema {
  if (depth === 0) return { type: 'string', description: 'The innermost.' };
  return { type: 'object', properties: { [`level${depth}`]: nest(depth - 1) } };
}

describe('the table of attributes', () => {
  it('has a row with an anchor for a field at every depth, each folded into its parent', () => {
    const html = renderTable(nest(6));
    expect(html).toContain('id="body-level6-level5-level4-level3-level2-level1"');
    expect(html.match(/<details/g)).toHaveLength(5);
    expect(html.match(/Show child attributes/g)).toHaveLength(5);
    expect(html).toContain('The innermost.');
  });

  it('shows type, format, Required, nullable, limits and enum values', () => {
    const html = renderTable({
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { type: 'string', enum: ['invoice', 'memo'], 'x-addition': ['memo'] },
        note: { type: ['string', 'null'], maxLength: 50 },
        uuid: { type: 'string', format: 'uuid', 'x-addition': true },
      },
    });
    const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('kind string Required Enum values: invoice memo Addition');
    expect(text).toContain('note string · nullable at most 50 characters');
    expect(text).toContain('uuid string · uuid Addition');
    expect(text).toContain('Not on COUNT’s page; Recount adds it.');
  });

  it('says nothing of additions where there are none', () => {
    expect(renderTable({ type: 'object', properties: { name: { type: 'string' } } })).not.toContain(
      'Addition',
    );
  });

  it('says once what the description says already', () => {
    const html = renderTable({
      type: 'object',
      properties: { status: { type: 'string', const: 'error', description: 'Always "error" for errors.' } },
    });
    expect(html.match(/always/gi)).toHaveLength(1);
  });

  it('ends where a schema stands within itself, and names it', () => {
    const account: Schema = {
      type: 'object',
      properties: { name: { type: 'string' }, parent: { $ref: '#/components/schemas/Account' } },
    };
    const html = renderTable({ $ref: '#/components/schemas/Account' }, { Account: account });
    expect(html).toContain('<code>Account</code>');
  });

  it('is nothing at all without attributes', () => {
    expect(renderTable({ type: 'object', properties: {} })).toBe('');
  });
});
