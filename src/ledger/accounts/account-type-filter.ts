import { z } from 'zod';
import { report } from '../../platform/http/fields.ts';
import { ACCOUNT_TYPES, type AccountType, parseAccountType } from './catalogue/account-types.ts';

/**
 * A query parameter that names an account type: any case, `Revenue` for `Income`.
 *
 * @param name of the parameter: clients look for it in the refusal, word by word (partner-api.md 4.2)
 */
export function accountTypeFilter(name: string) {
  return z
    .unknown()
    .transform((value, context): AccountType => {
      const type = typeof value === 'string' ? parseAccountType(value) : undefined;
      if (type) return type;
      const choice = ACCOUNT_TYPES.join(', ');
      report(
        context,
        'INVALID_ENUM',
        `must be an account type. Invalid query parameter \`${name}\` (use one of ${choice})`,
      );
      return z.NEVER;
    })
    .meta({ type: 'string', examples: ['Expenses'] });
}
