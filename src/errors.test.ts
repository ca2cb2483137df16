import { describe, expect, it } from 'vitest';
import { AUTHENTICATION_ERRORS } from './errors/authentication-errors.ts';
import {
  ApiError,
  ERRORS,
  type ErrorCode,
  type FieldError,
  invalidFields,
  toDatabaseRefusal,
} from './errors.ts';

const CENSORED = /at\s+\w+\s+\(|\.[jt]s:\d+|sequelize|node_modules|accountTypeId|WHERE parameter/i;
/** Words by which clients know that a document's state forbids something (reference 3). */
const LIFECYCLE = /\bdraft\b|already approved|cannot update|must be approved/i;

describe('the registry of errors', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])(
    'says %s in words that clients show and do not censor',
    (code) => {
      const { message, action, status } = ERRORS[code];
      expect(message).not.toMatch(CENSORED);
      expect(action).not.toMatch(CENSORED);
      expect(message).not.toMatch(LIFECYCLE);
      // Reference 2.1 has one message word for word.
      if (code === 'INVALID_REDIRECT_URI') expect(message).toBe('Invalid redirect uri');
      else if (status === 400) expect(message).toMatch(/invalid|required|must be/);
      if (status >= 500) expect(message).toMatch(/^We could not process your request right now\. /);
      expect(code).toMatch(code in AUTHENTICATION_ERRORS ? /^[a-z_]+$/ : /^[A-Z_]+$/);
    },
  );
});

const fault = (field: string, code: FieldError['code']): FieldError => ({
  field,
  code,
  message: `${field} must be better.`,
});

describe('the 400 for failing fields', () => {
  it('carries the code of the one rule that is broken, also in several fields', () => {
    const error = invalidFields([
      fault('products[0].productUuid', 'PRODUCT_NOT_FOUND'),
      fault('products[1].productUuid', 'PRODUCT_NOT_FOUND'),
    ]);
    expect(error).toMatchObject({ code: 'PRODUCT_NOT_FOUND', status: 400 });
  });

  it('is a VALIDATION_ERROR for several rules, and for mere shape', () => {
    expect(invalidFields([fault('a', 'TAX_NOT_FOUND'), fault('b', 'TAG_NOT_FOUND')]).code).toBe(
      'VALIDATION_ERROR',
    );
    expect(invalidFields([fault('a', 'REQUIRED')]).code).toBe('VALIDATION_ERROR');
    expect(invalidFields([fault('a', 'INVALID_UUID')]).code).toBe('VALIDATION_ERROR');
  });

  it('says one sentence a field, joined by a blank', () => {
    expect(invalidFields([fault('a', 'REQUIRED'), fault('b', 'REQUIRED')]).message).toBe(
      'a must be better. b must be better.',
    );
  });

  it('stops at 1,000 characters and tells how many more there are', () => {
    const errors = Array.from({ length: 500 }, (_, index) =>
      fault(`products[${index}].quantity`, 'REQUIRED'),
    );
    const { message } = invalidFields(errors);
    expect(message.length).toBeLessThanOrEqual(1000);
    const said = message.split('. ').filter((sentence) => sentence.startsWith('products')).length;
    expect(message).toMatch(new RegExp(`\\. and ${500 - said} more$`));
  });
});

it('puts what the database refuses into the words of the API, and nothing else', () => {
  expect(toDatabaseRefusal({ code: 'RC001', detail: '2026-06-30' })).toMatchObject({
    code: 'PERIOD_CLOSED',
    details: { closedThrough: '2026-06-30' },
  });
  expect(toDatabaseRefusal({ code: '23505' })).toBeUndefined();
  expect(new ApiError('INTERNAL_ERROR', { cause: new Error('secret') }).message).not.toContain('secret');
});
