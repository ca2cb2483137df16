import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import type { OpenApi, Schema } from '../model/open-api.ts';
import { Feedback } from './feedback.tsx';

const OPEN_API = join(import.meta.dirname, '..', '..', '..', 'openapi.json');

it('takes as long a reason as the server does, of the sections that the server knows', () => {
  const { paths, components }: OpenApi = JSON.parse(readFileSync(OPEN_API, 'utf8'));
  const { schema } = paths['/partners/feedback']!.post!.requestBody!.content['application/json']!;
  const body = schema.$ref ? components.schemas[schema.$ref.split('/').at(-1)!]! : schema;
  const { section, reason } = body.properties as Record<'section' | 'reason', Schema>;
  const limit = reason.maxLength ?? reason.anyOf?.find(({ maxLength }) => maxLength)?.maxLength;
  expect(section.enum).toEqual(['endpoint', 'response', 'page']);
  expect(render(<Feedback section="page" />)).toContain(`maxlength="${limit}"`);
});
