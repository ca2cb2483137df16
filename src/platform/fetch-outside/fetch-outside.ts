import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { findUrlFault, isPublicAddress } from './address-rules.ts';

/** Bytes that may still be fetched, over all that shares it. */
export interface ByteBudget {
  left: number;
}

export interface OutsideLimits {
  /** Bytes of one answer. */
  readonly largest: number;
  readonly budget?: ByteBudget;
  /** Milliseconds until the last byte has come, looking the name up included. */
  readonly deadline: number;
}

/** What was fetched. */
export interface OutsideFile {
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
}

/** Why something was not fetched: a predicate ("must be ...") for the field that named it. */
export class OutsideRefusal extends Error {
  readonly tooLarge: boolean;
  constructor(predicate: string, tooLarge = false) {
    super(predicate);
    this.tooLarge = tooLarge;
  }
}

export interface OutsideOptions {
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /** Whether an address may be connected to. Default: isPublicAddress. */
  readonly isAllowed?: (address: string) => boolean;
}

export type FetchOutside = (url: string, limits: OutsideLimits) => Promise<OutsideFile>;

const UNREACHABLE = 'must be a URL that can be fetched';
/** A source that sends less than this by then is given up: it only holds the connection. */
const SLOWEST = { bytes: 1024, within: 3_000 };

async function resolveName(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/**
 * Makes what fetches files from addresses that strangers name. A name is resolved once, every address of it must be public,
 * and the connection goes to the very address that was checked, so that a name that changes in between leads nowhere.
 * Redirects are not followed, nothing is unpacked, and all of it has a deadline.
 */
export function createOutsideFetcher(options: OutsideOptions = {}): FetchOutside {
  const { resolve = resolveName, isAllowed = isPublicAddress } = options;
  return async (text, limits) => {
    const fault = findUrlFault(text);
    if (fault) throw new OutsideRefusal(fault);
    const url = new URL(text);
    const signal = AbortSignal.timeout(limits.deadline);
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () =>
        reject(new OutsideRefusal(`${UNREACHABLE} within ${limits.deadline / 1000} seconds`)),
      ),
    );
    const fetched = (async () => {
      const address = await chooseAddress(url, resolve, isAllowed);
      return readAnswer(await connect(url, address, signal), limits);
    })();
    // Whichever comes first; the other's failure is of no interest any more.
    late.catch(() => undefined);
    fetched.catch(() => undefined);
    return Promise.race([fetched, late]).catch((error: Error) => {
      throw error instanceof OutsideRefusal ? error : new OutsideRefusal(UNREACHABLE);
    });
  };
}

async function chooseAddress(
  { hostname }: URL,
  resolve: (name: string) => Promise<readonly string[]>,
  isAllowed: (address: string) => boolean,
): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host);
  // Also where only some are inside: whoever mixes them means the inside.
  if (addresses.length === 0 || !addresses.every(isAllowed))
    throw new OutsideRefusal('must be a URL of a host on the public internet');
  return addresses[0]!;
}

function connect(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIP(address);
  const checked: LookupFunction = (_name, { all }, done) =>
    all ? done(null, [{ address, family }]) : done(null, address, family);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      lookup: checked,
      agent: false,
      signal,
      maxHeaderSize: 16 * 1024,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'Recount', connection: 'close' },
    })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

async function readAnswer(answer: IncomingMessage, limits: OutsideLimits): Promise<OutsideFile> {
  const began = Date.now();
  const slow = setTimeout(() => {
    if (received < SLOWEST.bytes)
      answer.destroy(new OutsideRefusal(`${UNREACHABLE}: its server sends too slowly`));
  }, SLOWEST.within);
  let received = 0;
  try {
    refuseHead(answer, limits);
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (limits.budget) limits.budget.left -= chunk.length;
      if (received > limits.largest || (limits.budget && limits.budget.left < 0)) throw tooLarge(limits);
      chunks.push(chunk);
      const seconds = (Date.now() - began) / 1000;
      if (seconds > SLOWEST.within / 1000 && received / seconds < SLOWEST.bytes / 3)
        throw new OutsideRefusal(`${UNREACHABLE}: its server sends too slowly`);
    }
    return {
      bytes: Buffer.concat(chunks),
      contentType: answer.headers['content-type'],
    };
  } finally {
    clearTimeout(slow);
    answer.destroy();
  }
}

function refuseHead({ statusCode = 0, headers }: IncomingMessage, limits: OutsideLimits): void {
  if (statusCode >= 300 && statusCode < 400)
    throw new OutsideRefusal('must be the URL of the file itself: a redirect is not followed');
  if (statusCode !== 200) throw new OutsideRefusal(`${UNREACHABLE}: its server answered ${statusCode}`);
  // What was not asked for may unpack to any size.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new OutsideRefusal('must be a URL whose server sends the file as it is, not compressed');
  if (Number(headers['content-length'] ?? 0) > limits.largest) throw tooLarge(limits);
}

function tooLarge({ largest }: OutsideLimits): OutsideRefusal {
  return new OutsideRefusal(`must be a URL of a file of at most ${Math.floor(largest / 1e6)} MB`, true);
}
