import { z } from 'zod';
import { text } from '../../platform/http/fields.ts';
import { LONGEST_REDIRECT_URI } from './match-redirect-uri.ts';

const LONGEST_CLIENT_ID = 255;
const LONGEST_STATE = 4096;

export const authorizeQuery = z.object({
  clientId: text(LONGEST_CLIENT_ID, { blank: false }).describe('The client ID of your app.'),
  redirectUri: text(LONGEST_REDIRECT_URI, { blank: false }).describe(
    'Where the person goes back to: one of the app’s registered addresses, or one below it, without a query. On ' +
      '`localhost`, `127.0.0.1` and `[::1]` the port may be any.',
  ),
  state: text(LONGEST_STATE)
    .optional()
    .describe(
      'Comes back as it is. Make it random, and compare it: it tells your own sign-ins from others’.',
    ),
});

export const authorizeData = z
  .object({
    redirectUri: z.string().meta({ format: 'uri' }).describe('The page to open in the person’s browser.'),
  })
  .meta({ id: 'Authorization', description: 'Where the person signs in.' });
