import { expect, test } from 'vitest';
import { RecentCache } from './recent-cache.ts';

function countLoads(now: () => number = () => 0) {
  const cache = new RecentCache<string>({ lifetime: 10_000, size: 3, now });
  const loaded: string[] = [];
  const get = (key: string) =>
    cache.get(key, async () => {
      loaded.push(key);
      return key;
    });
  return { cache, loaded, get };
}

test('a value is looked up once within its lifetime, and again after it', async () => {
  let now = 0;
  const { loaded, get } = countLoads(() => now);
  await get('a');
  now = 9_999;
  expect(await get('a')).toBe('a');
  expect(loaded).toEqual(['a']);
  now = 10_000;
  await get('a');
  expect(loaded).toEqual(['a', 'a']);
});

test('those who ask at the same moment share one look', async () => {
  const { loaded, get } = countLoads();
  expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(['a', 'a', 'a']);
  expect(loaded).toEqual(['a']);
});

test('it keeps no more values than its size, and lets the oldest go first', async () => {
  const { loaded, get } = countLoads();
  for (const key of ['a', 'b', 'c', 'd']) await get(key);
  await get('b');
  await get('a');
  expect(loaded).toEqual(['a', 'b', 'c', 'd', 'a']);
});

test('neither what does not exist nor a failed look is kept', async () => {
  const { cache } = countLoads();
  expect(await cache.get('a', async () => undefined)).toBeUndefined();
  await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache.get('a', async () => 'made meanwhile')).toBe('made meanwhile');
});
