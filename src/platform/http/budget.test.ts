import { expect, it } from 'vitest';
import { Budget } from './budget.ts';

const refused = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', headers: { 'retry-after': '1' } });

it('has room for so much in all and of each client, and takes back what is given back once', () => {
  const budget = new Budget({ whole: 100, each: 60 }, 'uploads');
  const take = (client: string, bytes: number) => {
    try {
      return budget.take(client, bytes);
    } catch (error) {
      return error;
    }
  };
  const release = budget.take('a', 50);
  expect(take('a', 11)).toEqual(refused);
  const small = budget.take('a', 10);
  budget.take('b', 40);
  expect(take('c', 1)).toEqual(refused);
  release();
  release();
  expect(take('b', 21)).toEqual(refused);
  budget.take('c', 50);
  expect(take('a', 1)).toEqual(refused);
  small();
  expect(take('a', 10)).toBeTypeOf('function');
});
