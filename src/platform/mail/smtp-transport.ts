import { domainToASCII } from 'node:url';
import type { SendMailOptions, Transporter } from 'nodemailer';
import type { AttemptResult } from './delivery.store.ts';
import type { AttemptOutcome } from './mail.ts';

/** In milliseconds; a URL may say otherwise (`smtp://mail.example.com?socketTimeout=60000`). */
const TIMEOUTS = {
  connectionTimeout: 15_000,
  greetingTimeout: 30_000,
  dnsTimeout: 15_000,
  // A server that has the whole message may look at it for long before it answers, and who hangs up sends it twice.
  socketTimeout: 120_000,
};
/** However slowly a server goes on answering. */
const LONGEST_ATTEMPT = 300_000;
const LONGEST_RESPONSE = 500;

/** A mail as it goes over the wire, to those recipients who are left. */
export interface OutgoingMail {
  readonly message: Omit<SendMailOptions, 'envelope' | 'signal'>;
  readonly from: string;
  readonly recipients: readonly string[];
}

/** Sends mails by a server. */
export interface MailTransport {
  /** Tries once, and never throws: a server that does not answer is an outcome too. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<AttemptResult>;
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string | false;
  readonly responseCode?: number;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpError[];
}

/** A transport to the mail server of a URL: `smtp://` (with STARTTLS where the server offers it) or `smtps://`. */
export function createSmtpTransport(url: string): MailTransport {
  let opening: Promise<Transporter> | undefined;
  return {
    async send({ message, from, recipients }, stopping) {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(LONGEST_ATTEMPT)]);
      const envelope = { from, to: [...recipients] };
      try {
        opening ??= openTransporter(url);
        const transporter = await opening;
        const info = await transporter.sendMail({ ...message, envelope, signal });
        const rejected = (info.rejectedErrors ?? []) as readonly SmtpError[];
        const response = shorten(rejected[0] ? describe(rejected[0]) : info.response);
        const refused = new Set(rejected.map((error) => keyOf(error.recipient ?? '')));
        const accepted = recipients
          .filter((address) => !refused.has(keyOf(address)))
          .map((address) => ({ address, status: 'accepted' as const, response: shorten(info.response) }));
        const settled = [...accepted, ...refusals(recipients, rejected)];
        return { outcome: outcomeOf(settled, recipients), response, settled };
      } catch (error) {
        if (stopping.aborted)
          return { outcome: 'interrupted', response: 'The server was stopped.', settled: [] };
        return toFailure(recipients, error as SmtpError);
      }
    },
  };
}

/** Nodemailer is loaded for the first mail: a server may run for long before it sends one. */
async function openTransporter(url: string) {
  const { createTransport } = await import('nodemailer');
  return createTransport({ ...TIMEOUTS, url, disableFileAccess: true, disableUrlAccess: true });
}

function toFailure(recipients: readonly string[], error: SmtpError): AttemptResult {
  // The server has read the message and will not have it, whoever it is for.
  const all = isForGood(error) && error.command === 'DATA';
  const settled = all
    ? recipients.map((address) => ({ address, status: 'refused' as const, response: describe(error) }))
    : refusals(recipients, error.rejectedErrors ?? []);
  return { outcome: outcomeOf(settled, recipients), response: describe(error), settled };
}

function outcomeOf(settled: AttemptResult['settled'], recipients: readonly string[]): AttemptOutcome {
  if (settled.length < recipients.length) return 'deferred';
  return settled.every(({ status }) => status === 'accepted') ? 'accepted' : 'refused';
}

/** The recipients that the server refused for good; who is deferred is tried again. */
function refusals(recipients: readonly string[], rejected: readonly SmtpError[]): AttemptResult['settled'] {
  const byAddress = new Map(rejected.map((error) => [keyOf(error.recipient ?? ''), error]));
  return recipients.flatMap((address) => {
    const error = byAddress.get(keyOf(address));
    return error && isForGood(error)
      ? [{ address, status: 'refused' as const, response: describe(error) }]
      : [];
  });
}

/** RFC 5321 4.2.1; 503 says that the session went wrong, not the mail. */
function isForGood({ responseCode = 0 }: SmtpError): boolean {
  return responseCode >= 500 && responseCode < 600 && responseCode !== 503;
}

function describe(error: SmtpError): string {
  return shorten(error.response || (error.code ? `${error.code}: ${error.message}` : error.message));
}

const shorten = (text: string | undefined): string =>
  (text ?? '').replaceAll(/\p{C}+/gu, ' ').slice(0, LONGEST_RESPONSE);

/** An address as SMTP writes it, where a domain of other letters than ASCII's is spelled in these (RFC 5891). */
function keyOf(address: string): string {
  const end = address.lastIndexOf('@') + 1;
  return `${address.slice(0, end)}${domainToASCII(address.slice(end))}`.toLowerCase();
}
