import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from './console-props.ts';
import { chooseEditor, itemOf, newItem, readText, setField, showText } from './fields.ts';

const field = (changes: Partial<Field> = {}): Field => ({
  name: 'it',
  types: ['string'],
  required: false,
  nullable: false,
  choices: [],
  fields: [],
  ...changes,
});
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
const anyField = fc.record({
  types: fc.subarray(TYPES),
  required: fc.boolean(),
  nullable: fc.boolean(),
  choices: fc.constantFrom([], ['a', 'b']),
  format: fc.constantFrom('date', 'uuid'),
  fields: fc.constantFrom([], [field()], [field({ name: '[ ]' })]),
});

describe('what a field is edited with', () => {
  it.each([
    ['a text', { types: ['string'] }, undefined, 'text'],
    ['a number', { types: ['number', 'string'] }, 250, 'text'],
    ['a long text', { long: true as const }, 'Thank you', 'long-text'],
    ['a text of two lines', {}, 'a\nb', 'long-text'],
    ['a date', { format: 'date' }, '2026-07-01', 'date'],
    ['what is no date where a date is wanted', { format: 'date' }, 'tomorrow', 'text'],
    ['one of a few', { choices: ['a', 'b'] }, null, 'choice'],
    ['none of the few', { choices: ['a', 'b'] }, 'c', 'text'],
    ['yes or no', { types: ['boolean'] }, undefined, 'boolean'],
    ['a list that may also be a text', { types: ['array', 'string'], fields: [field()] }, undefined, 'list'],
    ['that text', { types: ['array', 'string'], fields: [field()] }, '', 'text'],
    ['an object', { types: ['object'], fields: [field()] }, null, 'object'],
    ['an object of unknown fields', { types: ['object'] }, {}, 'json'],
    ['anything', { types: [] }, undefined, 'json'],
    ['a list where a text is wanted', {}, ['a'], 'json'],
  ])('%s', (_, changes, value, editor) => {
    expect(chooseEditor(field(changes), value)).toBe(editor);
  });

  it('never hides a part of the value', () => {
    fc.assert(
      fc.property(anyField, fc.jsonValue(), (changes, value) => {
        const each = field(changes);
        const editor = chooseEditor(each, value);
        if (editor === 'list') expect(Array.isArray(value) || value === null).toBe(true);
        if (editor === 'object') expect(typeof value === 'object' && !Array.isArray(value)).toBe(true);
        if (editor === 'boolean') expect([true, false, null]).toContain(value);
        if (editor === 'choice') expect([null, '', ...each.choices]).toContain(value);
        if (/text|date/.test(editor))
          expect(['string', 'number'].includes(typeof value) || value === null).toBe(true);
      }),
    );
  });
});

describe('what was typed', () => {
  it('is what was shown, unless a number may be meant', () => {
    const scalar = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(anyField, scalar, (changes, value) => {
        const each = field(changes);
        const read = readText(each, showText(value));
        expect(showText(read)).toBe(showText(value));
        if (typeof value === 'string' && !each.types.some((type) => /number|integer/.test(type)))
          expect(read).toBe(value);
      }),
    );
  });

  it.each([
    ['250', 250],
    ['-0.5', -0.5],
    ['250.00', '250.00'],
    ['1.', '1.'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
  ])('%s in a field of numbers is seen as it is sent', (text, value) => {
    expect(readText(field({ types: ['number', 'string'] }), text)).toBe(value);
  });

  it('leaves an optional field out where it is nothing', () => {
    expect(readText(field(), '')).toBeUndefined();
    expect(readText(field({ required: true }), '')).toBe('');
  });
});

describe('a field of an object', () => {
  it('is set and left out without touching the others, also over JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.jsonValue(),
        (object, name, value) => {
          const set = JSON.parse(JSON.stringify(setField(object, name, value, Object.keys(object))));
          expect(set).toEqual(JSON.parse(JSON.stringify({ ...object, [name]: value })));
          const { [name]: _, ...others } = object;
          expect(setField(set, name, undefined, [])).toEqual(JSON.parse(JSON.stringify(others)));
        },
      ),
    );
  });

  it('comes where the schema has it', () => {
    const order = ['a', 'b', 'c'];
    expect(Object.keys(setField({ a: 1, c: 3 }, 'b', 2, order))).toEqual(['a', 'b', 'c']);
    expect(Object.keys(setField({ c: 3, a: 1, x: 0 }, 'b', 2, order))).toEqual(['b', 'c', 'a', 'x']);
  });
});

it('a new item of a list is as the example’s, or empty', () => {
  const lines = field({ types: ['array'], fields: [field({ name: 'productUuid' })] });
  const uuids = field({ types: ['array'], fields: [field({ name: '[ ]', format: 'uuid' })] });
  const example = { quantity: 1 };
  expect(newItem(itemOf(lines), example)).toEqual(example);
  expect(newItem(itemOf(lines), example)).not.toBe(example);
  expect(newItem(itemOf(lines), undefined)).toEqual({});
  expect(newItem(itemOf(uuids), undefined)).toBe('');
});
