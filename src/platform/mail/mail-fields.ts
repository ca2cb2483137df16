import { z } from 'zod';
import { refuseSeveralLines, report, text, trimmed } from '../http/fields.ts';
import { isMailAddress } from './mail-address.ts';

/** An address to send to, without the blanks around it. */
function mailAddress() {
  const address = text(254).superRefine((value, context) => {
    if (!isMailAddress(value)) report(context, 'INVALID_EMAIL', 'must be a valid email address');
  });
  return trimmed().pipe(address).meta({ format: 'email', maxLength: 254 });
}

/** A list of addresses of one field of a mail. */
export function mailAddresses(most: number) {
  return z.array(mailAddress()).max(most);
}

/** Text on one line, such as a subject: a line break in it could begin a header of its own. */
export function singleLine(longest: number) {
  return text(longest).superRefine(refuseSeveralLines);
}
