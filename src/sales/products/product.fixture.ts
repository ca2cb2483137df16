import type pg from 'pg';

interface Workspace {
  readonly workspaceId: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
  readonly strict: { post(path: string, body: unknown): Promise<{ readonly body: any }> };
}

/** Looks up the accounts of a workspace by name, and makes two taxes in it, of 8.25 % and 5 %. */
export async function openBooks<W extends Workspace>(owner: pg.Pool, workspace: W) {
  const { rows } = await owner.query('SELECT id, name FROM account WHERE workspace_id = $1', [
    workspace.workspaceId,
  ]);
  const account: Record<string, string> = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
  const makeTax = async (name: string, percentage: number): Promise<string> =>
    (await workspace.strict.post('/taxes', { name, percentage })).body.data.id;
  const salesTax = await makeTax('Sales tax', 8.25);
  const cityTax = await makeTax('City tax', 5);
  return { ...workspace, account, salesTax, cityTax };
}

export type Books = Awaited<ReturnType<typeof openBooks>>;

/** Field and code of each error of an answer. */
export function codesOf(answer: { body: { errors: Record<string, string>[] } }): unknown[] {
  return answer.body.errors.map(({ field, code }) => [field, code]);
}
