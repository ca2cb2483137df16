import { z } from 'zod';
import { report, text } from '../http/fields.ts';
import { isMailAddress } from './mail-address.ts';

/** Control characters, line and paragraph separators, and what changes the order in which text is read. */
const NOT_OF_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** An address to send to. */
function mailAddress() {
  return text(254)
    .superRefine((value, context) => {
      if (!isMailAddress(value)) report(context, 'INVALID_EMAIL', 'must be a valid email address');
    })
    .meta({ format: 'email', maxLength: 254 });
}

/** A list of addresses of one field of a mail. */
export function mailAddresses(most: number) {
  return z.array(mailAddress()).max(most);
}

/** Text on one line, such as a subject: a line break in it could begin a header of its own. */
export function singleLine(longest: number) {
  return text(longest).superRefine((value, context) => {
    if (NOT_OF_A_LINE.test(value))
      report(context, 'INVALID_TEXT', 'must be one line, free of control characters');
  });
}
