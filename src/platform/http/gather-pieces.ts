import { Readable } from 'node:stream';
import { Budget } from './budget.ts';

/** Gives away a piece of a file; the next is to be made when it is done. Throws where nobody reads any more. */
export type WritePiece = (text: string) => Promise<void>;

/** What is no longer than that is answered whole, with its length and a tag to ask again by. */
const LONGEST_WHOLE = 1_000_000;
/** Milliseconds for a reader to take a piece; PostgreSQL ends a transaction that does nothing for 60 seconds. */
const PATIENCE = 45_000;
/** Each holds a connection of those that reports are read on for as long as its reader takes: half of them at most. */
const STREAMS = new Budget({ whole: 3, each: 2 }, 'streamed files');

/** A stream whose writer waits until its reader wants more. */
class PieceStream extends Readable {
  #wanted: () => void = () => {};

  override _read(): void {
    this.#wanted();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#wanted();
    done(error);
  }

  async write(text: string): Promise<void> {
    if (!this.destroyed && this.push(text)) return;
    const tooSlow = () =>
      this.destroy(new Error(`a piece of a file was not read within ${PATIENCE / 1000} s`));
    const impatience = setTimeout(tooSlow, PATIENCE);
    if (!this.destroyed)
      await new Promise<void>((done) => {
        this.#wanted = done;
      });
    clearTimeout(impatience);
    if (this.destroyed) throw this.errored ?? new Error('nobody reads the file any more');
  }
}

/**
 * Gathers the pieces of a file: whole where they are few, else as a stream that holds one of them at a time. What fails
 * before the stream begins is thrown; later it breaks the stream, so that nobody takes a part for the whole.
 *
 * @param client whose streams are counted together
 * @param make makes the pieces; it may begin anew as long as nothing has been sent
 * @param onFault is told what broke a stream, but for a reader who left or took too long
 * @throws ApiError SERVICE_UNAVAILABLE where too many are read already
 */
export function gatherPieces(
  client: string,
  make: (begin: () => WritePiece) => Promise<void>,
  onFault: (error: unknown) => void,
): Promise<Buffer | Readable> {
  return new Promise((resolve, reject) => {
    let held: string[] = [];
    let stream: PieceStream | undefined;
    let release = () => {};
    const write: WritePiece = async (text) => {
      if (stream) return stream.write(text);
      held.push(text);
      if (held.reduce((length, piece) => length + piece.length, 0) <= LONGEST_WHOLE) return;
      release = STREAMS.take(client, 1);
      const first = held.join('');
      held = [];
      stream = new PieceStream();
      // Who reads it is told; until then nobody listens, and that would end the process.
      stream.on('error', () => {});
      resolve(stream);
      await stream.write(first);
    };
    const begin = () => {
      if (stream) throw new Error('a file that is being sent cannot begin anew');
      held = [];
      return write;
    };
    make(begin)
      .then(
        () => (stream ? void stream.push(null) : resolve(Buffer.from(held.join('')))),
        (error) => {
          if (!stream) return reject(error);
          if (!stream.destroyed) onFault(error);
          stream.destroy(error);
        },
      )
      .finally(() => release());
  });
}
