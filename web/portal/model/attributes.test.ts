import { describe, expect, it } from 'vitest';
import { flattenAttributes, readAttribute, readAttributes } from './attributes.ts';

const field = (schema: object) => readAttribute('field', schema, false, {});

describe('the attributes of a schema', () => {
  it('come in the order of the schema, with what is required', () => {
    const attributes = readAttributes(
      {
        type: 'object',
        properties: { date: { type: 'string' }, notes: { type: 'string' } },
        required: ['date'],
      },
      {},
    );
    expect(attributes.map(({ name, required }) => [name, required])).toEqual([
      ['date', true],
      ['notes', false],
    ]);
  });

  it('say what may stand in a field: its types, format, values, limits, and whether null may', () => {
    expect(field({ type: ['number', 'string', 'null'] })).toMatchObject({
      type: 'number or string',
      nullable: true,
    });
    expect(field({ anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] })).toMatchObject({
      type: 'string',
      format: 'uuid',
      nullable: true,
    });
    expect(field({ type: 'string', minLength: 1, maxLength: 50 })).toMatchObject({
      limits: ['1 to 50 characters'],
      nullable: false,
    });
    expect(field({ const: 'error', type: 'string' }).limits).toEqual(['always "error"']);
    expect(field({}).type).toBe('any');
  });

  it('mark the values of an enum that go beyond the reference', () => {
    const { enumValues, addition } = field({
      enum: ['invoice', 'memo'],
      type: 'string',
      'x-addition': ['memo'],
    });
    expect(enumValues).toEqual([
      { value: 'invoice', addition: false },
      { value: 'memo', addition: true },
    ]);
    expect(addition).toBe(false);
    expect(field({ type: 'string', 'x-addition': true }).addition).toBe(true);
  });

  it('hold the fields of objects and of the items of arrays, to any depth', () => {
    const tax = { type: 'object', properties: { uuid: { type: 'string' } } };
    const line = { type: 'object', properties: { taxes: { type: 'array', items: tax } } };
    const attributes = readAttributes(
      { type: 'object', properties: { products: { type: 'array', items: line } } },
      {},
    );
    expect(flattenAttributes(attributes).map(({ path }) => path)).toEqual([
      'products',
      'products[].taxes',
      'products[].taxes[].uuid',
    ]);
  });

  it('hold the items of an array that are no objects as one row', () => {
    const { children } = field({ type: 'array', items: { type: 'string', format: 'uuid' } });
    expect(children).toMatchObject([{ name: '[ ]', path: 'field[]', type: 'string', format: 'uuid' }]);
  });

  it('of an array or one value, hold the fields of the items', () => {
    const item = { type: 'object', properties: { uuid: { type: 'string' } } };
    const { type, children } = field({ anyOf: [{ type: 'string' }, { type: 'array', items: item }] });
    expect(type).toBe('string or array');
    expect(children.map(({ path }) => path)).toEqual(['field[].uuid']);
  });

  it('say of fields of which one must be there that each is required without the other', () => {
    const either = (first: string, second: string) => ({
      anyOf: [{ required: [first] }, { required: [second] }],
    });
    const properties = { code: {}, productUuid: {}, uuid: {} };
    const limits = (more: object) =>
      readAttributes({ type: 'object', properties, ...more }, {}).map((attribute) => attribute.limits);
    const expected = [[], ['required unless uuid is given'], ['required unless productUuid is given']];
    expect(limits(either('productUuid', 'uuid'))).toEqual(expected);
    expect(limits({ allOf: [either('productUuid', 'uuid')] })).toEqual(expected);
  });

  it('hold the words that a list of the query knows, beside a choice of text or list', () => {
    const { type, children } = field({
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      type: 'array',
      items: { type: 'string', enum: ['draft', 'paid'] },
    });
    expect(type).toBe('string or array');
    expect(children[0]?.enumValues.map(({ value }) => value)).toEqual(['draft', 'paid']);
  });

  it('follow references and put together what `allOf` names', () => {
    const components = { Invoice: { type: 'object', properties: { total: { type: 'string' } } } };
    const warnings = { type: 'object', properties: { _partnerWarnings: { type: 'array' } } };
    const attributes = readAttributes(
      {
        type: 'object',
        properties: { data: { allOf: [{ $ref: '#/components/schemas/Invoice' }, warnings] } },
      },
      components,
    );
    expect(attributes[0]!.children.map(({ name }) => name)).toEqual(['total', '_partnerWarnings']);
  });

  it('end where a schema holds itself, and say what it repeats', () => {
    const reference = { $ref: '#/components/schemas/Account' };
    const components = {
      Account: { type: 'object', properties: { subAccounts: { type: 'array', items: reference } } },
    };
    const [data] = readAttributes({ type: 'object', properties: { data: reference } }, components);
    expect(flattenAttributes([data!]).map(({ path }) => path)).toEqual(['data', 'data.subAccounts']);
    expect(flattenAttributes([data!]).at(-1)).toMatchObject({ repeats: 'Account', children: [] });
  });

  it('of an answer that has two shapes, are a row for each shape', () => {
    const list = { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } };
    const envelope = { type: 'object', properties: { data: { type: 'object' } } };
    const [first, second] = readAttributes({ anyOf: [list, envelope] }, {});
    expect(first).toMatchObject({ type: 'array', children: [{ path: '[].name' }] });
    expect(second).toMatchObject({ type: 'object', children: [{ name: 'data' }] });
  });

  it('refuse a reference to nothing', () => {
    expect(() => field({ $ref: '#/components/schemas/Nothing' })).toThrow(/no schema Nothing/);
  });
});
