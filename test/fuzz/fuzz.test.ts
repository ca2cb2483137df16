import { expect, it } from 'vitest';
import { cloneTestDatabase } from '../support/test-database.ts';
import { runFuzz } from './fuzz-run.ts';

it('the server answers whatever it is asked as its document says, and keeps its books in order', async () => {
  const clone = await cloneTestDatabase();
  const told: string[] = [];
  try {
    const options = { requests: 1_000, seed: 1, say: (message: string) => void told.push(message) };
    expect(await runFuzz(clone, options)).toEqual([]);
    expect(told.join('\n')).toContain('1000 of 1000 requests');
  } finally {
    await clone.close();
  }
}, 120_000);
