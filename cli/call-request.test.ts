import { describe, expect, it } from 'vitest';
import { readCallRequest } from './call-request.ts';
import { UsageError } from './command.ts';

const read = (...args: string[]) => readCallRequest(args);

describe('a call on the command line', () => {
  it('takes a path with or without /partners, a leading slash and a query of its own', () => {
    for (const path of ['/invoices', 'invoices', '/partners/invoices', 'partners/invoices']) {
      expect(read('get', path)).toMatchObject({
        method: 'GET',
        path: '/invoices',
        query: '',
        data: undefined,
      });
    }
    expect(read('GET', '/invoices?page=2', '--query', 'limit=5')).toMatchObject({
      path: '/invoices',
      query: '?page=2&limit=5',
    });
    expect(read('GET', '/partnersmith').path).toBe('/partnersmith');
  });

  it('encodes a path once, as it is signed', () => {
    expect(read('GET', '/customers/ä b').path).toBe('/customers/%C3%A4%20b');
    expect(read('GET', '/customers/%C3%A4').path).toBe('/customers/%C3%A4');
  });

  it('keeps a query value whole, whatever it holds', () => {
    const { query } = read('GET', '/customers/find-by-email', '--query', 'email=a+b=c&d@example.com');
    expect([...new URLSearchParams(query)]).toEqual([['email', 'a+b=c&d@example.com']]);
  });

  it('sends {} where a body is due and none is given', () => {
    expect(read('POST', '/invoices').data).toBe('{}');
    expect(read('POST', '/invoices', '--data', '@body.json', '--idempotency-key', 'k1')).toMatchObject({
      data: '@body.json',
      idempotencyKey: 'k1',
    });
    expect(read('POST', '/invoices', '--data', '-', '--profile', 'lenient')).toMatchObject({
      data: '-',
      profile: 'lenient',
    });
  });

  it.each([
    [[]],
    [['GET']],
    [['FETCH', '/invoices']],
    [['GET', '/']],
    [['GET', 'http://127.0.0.1:4010/partners/invoices']],
    [['GET', '/invoices', '--data', '{}']],
    [['GET', '/invoices', '--query', 'limit']],
    [['POST', '/invoices', '{}']],
    [['GET', '/invoices', '--unknown']],
  ])('refuses %j as a fault of usage', (args) => {
    expect(() => readCallRequest(args)).toThrow(UsageError);
  });
});
