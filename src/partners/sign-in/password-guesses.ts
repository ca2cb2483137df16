import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

/** Who tries to sign in, as far as that can be told before the password is looked at. */
export interface Guesser {
  /** The e-mail as it is compared, whether anybody has it or not. */
  readonly emailKey: string;
  readonly address: string;
  /** The device that the person has signed in on before, if this is one. */
  readonly knownDevice: string | undefined;
}

const WINDOW_MINUTES = 15;
/** Wrong passwords in a window: from one address for one account; from one address; for one account from anywhere. */
const LIMITS = { both: 10, address: 100, account: 50 } as const;

interface Bucket {
  readonly key: Buffer;
  readonly limit: number;
}

/**
 * What a guess is counted in. A device that the person has signed in on before is counted by itself alone, so that no
 * number of strangers locks its owner out (OWASP, device cookies). One address cannot fill an account's own count.
 */
function bucketsOf({ emailKey, address, knownDevice }: Guesser): Bucket[] {
  const key = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest();
  if (knownDevice !== undefined) return [{ key: key('device', emailKey, knownDevice), limit: LIMITS.both }];
  const network = networkOf(address);
  // Always in this order, so that two who guess at once wait for each other instead of both.
  return [
    { key: key('both', emailKey, network), limit: LIMITS.both },
    { key: key('address', network), limit: LIMITS.address },
    { key: key('account', emailKey), limit: LIMITS.account },
  ];
}

/**
 * Counts a guess before its password is looked at, so that of many at once no more are let through than one after the
 * other. One too many is refused and not counted: hammering on does not lengthen the wait.
 *
 * @returns 0 where the guess may be looked at, else the seconds to wait
 */
export async function countGuess(database: Database, guesser: Guesser): Promise<number> {
  return database.unfenced(async (transaction) => {
    for (const bucket of bucketsOf(guesser)) {
      const wait = await addGuess(transaction, bucket);
      if (wait === 0) continue;
      await transaction.rollback();
      return wait;
    }
    return 0;
  });
}

async function addGuess(transaction: Transaction, { key, limit }: Bucket): Promise<number> {
  const [row] = await transaction.query<{ guesses: number; wait: number }>(
    `INSERT INTO password_guess AS kept (bucket, guesses, window_ends_at)
     VALUES ($1, 1, clock_timestamp() + interval '${WINDOW_MINUTES} minutes')
     ON CONFLICT (bucket) DO UPDATE
        SET guesses = CASE WHEN kept.window_ends_at > clock_timestamp() THEN kept.guesses + 1 ELSE 1 END,
            window_ends_at = CASE WHEN kept.window_ends_at > clock_timestamp() THEN kept.window_ends_at
                                  ELSE excluded.window_ends_at END
     RETURNING guesses, greatest(1, ceil(extract(epoch FROM window_ends_at - clock_timestamp())))::integer AS wait`,
    [key],
  );
  return row!.guesses > limit ? row!.wait : 0;
}

/** Takes a guess back that was right: the count of this device or address begins anew, the others lose one. */
export async function forgiveGuess(database: Database, guesser: Guesser): Promise<void> {
  const [own, ...shared] = bucketsOf(guesser);
  await database.unfenced(async (transaction) => {
    await transaction.query('DELETE FROM password_guess WHERE bucket = $1', [own!.key]);
    for (const { key } of shared)
      await transaction.query(
        'UPDATE password_guess SET guesses = guesses - 1 WHERE bucket = $1 AND guesses > 0',
        [key],
      );
  });
}

/** Whoever has one IPv6 address has all of its first 64 bits. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
