import { connect, type Socket } from 'node:net';

/** What the load generator is told to do. */
export interface LoadJob {
  readonly port: number;
  readonly clients: number;
  /** Whole HTTP/1.1 requests, signed beforehand. */
  readonly requests: readonly Uint8Array[];
  readonly expectedStatus: number;
}

export interface LoadOutcome {
  readonly seconds: number;
  readonly milliseconds: Float64Array;
  readonly errors: number;
  readonly firstError: string | undefined;
}

const HEAD_END = '\r\n\r\n';

/** Reads answers off a connection, looking at no more of them than their status and length: this must cost little. */
function readAnswers(socket: Socket, onAnswer: (status: number, answer: Buffer) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const headEnd = pending.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = pending.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`An answer does not tell its length:\n${head}`);
    if (pending.length < headEnd + HEAD_END.length + length) return;
    const answer = pending;
    pending = Buffer.alloc(0);
    onAnswer(Number(head.slice(9, 12)), answer);
  });
}

function openConnections({ port, clients }: LoadJob): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: clients }, () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      return new Promise<Socket>((done, fail) => {
        socket.once('connect', () => done(socket));
        socket.once('error', fail);
      });
    }),
  );
}

/** Sends every request of the job, or those before it is told to stop: each connection the next one as soon as it is answered. */
function sendAll(sockets: readonly Socket[], { requests, expectedStatus }: LoadJob): Promise<LoadOutcome> {
  const milliseconds = new Float64Array(requests.length);
  let next = 0;
  let open = sockets.length;
  let errors = 0;
  let firstError: string | undefined;
  const stopped = { at: requests.length };
  process.once('message', () => {
    stopped.at = next;
  });
  const started = performance.now();
  return new Promise((done) => {
    const finish = (socket: Socket) => {
      socket.destroy();
      open -= 1;
      if (open > 0) return;
      done({
        seconds: (performance.now() - started) / 1000,
        milliseconds: milliseconds.slice(0, next),
        errors,
        firstError,
      });
    };
    for (const socket of sockets) {
      let current = 0;
      let sentAt = 0;
      const send = () => {
        if (next >= stopped.at) return finish(socket);
        current = next++;
        sentAt = performance.now();
        socket.write(requests[current]!);
      };
      const fail = (what: string) => {
        errors += 1;
        firstError ??= what;
      };
      readAnswers(socket, (status, answer) => {
        milliseconds[current] = performance.now() - sentAt;
        if (status !== expectedStatus) fail(answer.toString());
        send();
      });
      socket.on('error', (error) => {
        fail(error.message);
        finish(socket);
      });
      send();
    }
  });
}

process.once('message', async (job: LoadJob) => {
  const sockets = await openConnections(job);
  process.once('message', async () => process.send!(await sendAll(sockets, job)));
  process.send!('ready');
});
