import { LARGEST_SKEW, readTimestamp } from '../timestamp.ts';
import type { PartExplanation } from './part-explanation.ts';

/** The x-timestamp of a request, as well as it can be read. */
export interface ToldTimestamp {
  /** Milliseconds since 1970; undefined where none can be made out. */
  readonly instant: number | undefined;
  /** How the header must be written: as it is, where that is sound. */
  readonly correct: string;
  /** One sentence: what is wrong with how it is written. */
  readonly fault: string | undefined;
}

const inSeconds = (instant: number) => String(Math.floor(instant / 1000));

/**
 * Reads what a client sends as x-timestamp, also where it is another notation than Unix seconds or milliseconds.
 *
 * @param now milliseconds since 1970
 */
export function readToldTimestamp(told: string, now: number): ToldTimestamp {
  const instant = readTimestamp(told);
  if (instant !== undefined) return { instant, correct: told, fault: undefined };
  if (readTimestamp(told.trim()) !== undefined) {
    return { ...readToldTimestamp(told.trim(), now), fault: 'Send the timestamp without blanks around it.' };
  }
  const read = readOtherNotation(told.trim());
  if (read) return { ...read, correct: inSeconds(read.instant) };
  const fault = 'Send Unix time in whole seconds or milliseconds: digits and nothing else.';
  return { instant: undefined, correct: inSeconds(now), fault };
}

function readOtherNotation(told: string): { instant: number; fault: string } | undefined {
  if (/^\d{16}$/.test(told))
    return { instant: Number(told) / 1e3, fault: describeUnit('microseconds', '1,000,000') };
  if (/^\d{19}$/.test(told))
    return { instant: Number(told) / 1e6, fault: describeUnit('nanoseconds', '1,000,000,000') };
  if (/^\d{1,15}\.\d*$/.test(told)) {
    const instant = readTimestamp(told.split('.')[0]!)!;
    return { instant, fault: 'Send whole seconds, without a fraction: round the number down.' };
  }
  const written = /^\d{4}-\d{2}-\d{2}|^[A-Za-z]{3}\b.*\d{4}/.test(told) ? Date.parse(told) : Number.NaN;
  if (Number.isNaN(written) || written < 0) return undefined;
  return { instant: written, fault: 'Send Unix time in seconds, not a date that is written out.' };
}

function describeUnit(unit: string, divisor: string): string {
  return `Send seconds: this number is in ${unit}, so divide it by ${divisor} and round down.`;
}

/**
 * Compares the timestamp that was signed with the one that is sent, and that one with the server's clock.
 *
 * @param given what was signed
 * @param sent what the header says
 * @param now milliseconds since 1970
 */
export function explainTimestamp(given: string | null, sent: ToldTimestamp, now: number): PartExplanation {
  const { correct } = sent;
  const hint =
    sent.fault ?? (given === correct ? describeSkew(sent.instant!, now) : describeMismatch(given, sent, now));
  return { part: 'timestamp', given, expected: correct, matches: hint === undefined, hint: hint ?? null };
}

function describeMismatch(given: string | null, { instant }: ToldTimestamp, now: number): string {
  if (given === null) return 'The timestamp is missing: sign it after the path.';
  const signed = readToldTimestamp(given, now);
  const isSame = signed.instant !== undefined && inSeconds(signed.instant) === inSeconds(instant!);
  return isSame
    ? 'Sign the very text that x-timestamp has: the same instant written otherwise is another text.'
    : 'Sign the very value that is sent as x-timestamp: read the clock once, and use it for both.';
}

const HALF_HOUR = 30 * 60;
const LONGEST_OFFSET = 14 * 3600;

function describeSkew(instant: number, now: number): string | undefined {
  const skew = instant - now;
  if (Math.abs(skew) <= LARGEST_SKEW) return undefined;
  const seconds = Math.round(Math.abs(skew) / 1000);
  const limit = LARGEST_SKEW / 1000;
  const distance = `${seconds.toLocaleString('en-US')} seconds in the ${skew < 0 ? 'past' : 'future'}`;
  const way = `The timestamp is ${distance}, and ${limit} are allowed`;
  const rest = seconds % HALF_HOUR;
  const isOffset =
    seconds <= LONGEST_OFFSET && seconds >= HALF_HOUR - 60 && Math.min(rest, HALF_HOUR - rest) < 60;
  return isOffset
    ? `${way}: use UTC, since this looks like local time taken for it.`
    : `${way}: sign anew for each request, and set the clock if it is wrong.`;
}
