import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { WORKSPACE_EXAMPLE } from './workspace.examples.ts';
import { workspaceSchema } from './workspace.schema.ts';
import { readWorkspace } from './workspace.store.ts';

export const getWorkspace = defineEndpoint({
  method: 'GET',
  path: '/partners/workspace',
  operationId: 'getWorkspace',
  tag: 'Workspace',
  summary: 'Get Workspace',
  description:
    'The workspace of the token, and how its books are kept. An addition of Recount, which COUNT’s API does not have.',
  access: 'partner',
  status: 200,
  message: 'Workspace retrieved successfully.',
  data: workspaceSchema,
  errors: [],
  examples: { data: WORKSPACE_EXAMPLE },
  async handle({ read }) {
    return { data: await read((transaction) => readWorkspace(transaction)) };
  },
});
