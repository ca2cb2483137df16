import { expect } from 'vitest';

interface Client {
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
  post(path: string, body: object): Promise<{ status: number; body: any }>;
}

export const UNKNOWN_UUID = '0197e1c2-0000-7000-8000-000000000000';

/** Makes a tax through the API. */
export async function createTax(client: Client, name: string, percentage: number): Promise<string> {
  const { status, body } = await client.post('/taxes', { name, percentage });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data.uuid;
}

/** The codes of an error answer by field. */
export function fieldsInError(body: { errors: { field: string; code: string }[] }): Record<string, string> {
  return Object.fromEntries(body.errors.map(({ field, code }) => [field, code]));
}
