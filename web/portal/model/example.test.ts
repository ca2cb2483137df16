import { expect, it } from 'vitest';
import { readAttributes } from './attributes.ts';
import { completeExample } from './example.ts';

const line = {
  type: 'object',
  properties: { quantity: { type: 'number' }, productUuid: { type: 'string', format: 'uuid' } },
  required: ['quantity', 'productUuid'],
};
const attributes = readAttributes(
  {
    type: 'object',
    properties: {
      date: { type: 'string', format: 'date' },
      kind: { type: 'string', enum: ['a', 'b'] },
      isDraft: { type: 'boolean' },
      notes: { type: 'string' },
      lines: { type: 'array', items: line },
      tagUuids: { type: 'array', items: { type: 'string' } },
      reference: { type: 'string' },
    },
    required: ['date', 'kind', 'isDraft', 'lines', 'tagUuids', 'reference'],
  },
  {},
);

it('an example that is complete stays as it is', () => {
  const example = {
    date: '2026-01-31',
    kind: 'b',
    isDraft: true,
    lines: [{ quantity: 2, productUuid: '75dd724b-c01d-4e75-91db-86675cd7f563' }],
    tagUuids: [],
    reference: 'R-1',
  };
  expect(completeExample(example, attributes)).toEqual(example);
});

it('what is required and not in the example gets a value of its type, also within objects and arrays', () => {
  expect(completeExample({ lines: [{ quantity: 3 }] }, attributes)).toEqual({
    lines: [{ quantity: 3, productUuid: '00000000-0000-7000-8000-000000000000' }],
    date: '2026-07-01',
    kind: 'a',
    isDraft: false,
    tagUuids: [],
    reference: 'reference',
  });
  expect(completeExample(undefined, attributes)).toMatchObject({ lines: [{ quantity: 1 }] });
});
