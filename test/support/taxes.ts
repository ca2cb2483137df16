import { expect } from 'vitest';
import type { TestClient } from './signed-client.ts';

/** Makes a tax through the API and answers its UUID. */
export async function createTax(client: TestClient, name: string, percentage: number): Promise<string> {
  const { status, body } = await client.post('/taxes', { name, percentage });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data.uuid;
}
