import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as a mail server got it. */
export interface SunkMail {
  readonly from: string;
  /** Of the envelope. */
  readonly recipients: readonly string[];
  readonly raw: string;
  /** A header, unfolded; of one that stands more than once, the first. */
  header(name: string): string | undefined;
  /** The headers by name, as often as they stand. */
  countOf(name: string): number;
  /** The decoded part of this type. */
  part(type: 'text/plain' | 'text/html'): string;
  /** The bytes that are attached under this name. */
  attachment(fileName: string): Buffer;
}

/** What a mail server says to a recipient, in place of taking him. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

export interface MailSink {
  readonly port: number;
  readonly url: string;
  readonly mails: readonly SunkMail[];
  /** How often a message was begun, whatever came of it. */
  readonly sessions: number;
  close(): Promise<void>;
}

interface SinkOptions {
  readonly port?: number;
  readonly refuseRecipient?: (address: string) => Refusal | undefined;
  readonly refuseMessage?: () => Refusal | undefined;
  readonly login?: { readonly user: string; readonly password: string };
}

const refuse = ({ code, message }: Refusal) => Object.assign(new Error(message), { responseCode: code });

/** A real mail server, which keeps what it is sent. */
export async function startMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const mails: SunkMail[] = [];
  let sessions = 0;
  const server = new SMTPServer({
    disabledCommands: options.login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      const fits = username === options.login?.user && password === options.login?.password;
      done(fits ? null : refuse({ code: 535, message: 'Wrong user or password' }), { user: username });
    },
    onMailFrom(_address, _session, done) {
      sessions += 1;
      done();
    },
    onRcptTo({ address }, _session, done) {
      const refusal = options.refuseRecipient?.(address);
      done(refusal && refuse(refusal));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = options.refuseMessage?.();
        if (refusal) return done(refuse(refusal));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const recipients = rcptTo.map(({ address }) => address);
        mails.push(readMail(from, recipients, Buffer.concat(chunks).toString('utf8')));
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get sessions() {
      return sessions;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** A mail server that takes connections and never says a word. */
export async function startSilentServer(
  port = 0,
): Promise<{ port: number; connections: () => number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function readMail(from: string, recipients: readonly string[], raw: string): SunkMail {
  const headers = unfold(raw.split('\r\n\r\n')[0]!);
  // A part may have parts of its own, each kind with its boundary.
  const boundaries = [...raw.matchAll(/boundary="([^"]+)"/g)].map(([, boundary]) => `--${boundary}`);
  const parts = boundaries
    .reduce<string[]>((all, boundary) => all.flatMap((one) => one.split(boundary)), [raw])
    .slice(1);
  return {
    from,
    recipients,
    raw,
    header: (name) => headers.find(([one]) => one === name.toLowerCase())?.[1],
    countOf: (name) => headers.filter(([one]) => one === name.toLowerCase()).length,
    attachment(fileName) {
      // Quoted only where it must be.
      const named = (head: string) =>
        [`"${fileName}"`, fileName].some((name) => head.includes(`filename=${name}`));
      const part = parts.find((one) => named(one.split('\r\n\r\n')[0]!));
      if (!part) throw new Error(`the mail has no attachment ${fileName}`);
      return Buffer.from(part.split('\r\n\r\n')[1]!, 'base64');
    },
    part(type) {
      const part = parts.find((one) =>
        unfold(one.trimStart().split('\r\n\r\n')[0]!).some(
          ([name, value]) => name === 'content-type' && value.startsWith(type),
        ),
      );
      if (!part) throw new Error(`the mail has no part ${type}`);
      const [partHead, ...body] = part.trimStart().split('\r\n\r\n');
      const encoding =
        unfold(partHead!).find(([name]) => name === 'content-transfer-encoding')?.[1] ?? '7bit';
      return decode(body.join('\r\n\r\n'), encoding).replaceAll('\r\n', '\n');
    },
  };
}

function unfold(head: string): [name: string, value: string][] {
  return head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => line.includes(':'))
    .map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
