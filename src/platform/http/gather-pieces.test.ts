import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { gatherPieces, type WritePiece } from './gather-pieces.ts';

const PIECE = 'x'.repeat(600_000);

/** A file of so many pieces, how many of them were made, and whether its work has ended. */
function makeFile(count: number, { client = 'one', failAt = Number.POSITIVE_INFINITY } = {}) {
  const state = { made: 0, ended: false };
  const faults: unknown[] = [];
  const gathered = gatherPieces(
    client,
    async (begin) => {
      const write = begin();
      try {
        for (let piece = 1; piece <= count; piece += 1) {
          if (piece === failAt) throw new Error('a page failed');
          state.made = piece;
          await write(PIECE);
        }
      } finally {
        state.ended = true;
      }
    },
    (error) => faults.push(error),
  );
  return { state, faults, gathered, stream: () => gathered as Promise<Readable> };
}

async function settle(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await turn();
}

describe('a file of pieces', () => {
  it('is whole where it is small, and nothing of it is held back', async () => {
    const { gathered, state } = makeFile(1);
    expect(await gathered).toEqual(Buffer.from(PIECE));
    expect(state).toEqual({ made: 1, ended: true });
  });

  it('is a stream where it is large, of which a piece or two are made ahead of the reader', async () => {
    const { state, stream } = makeFile(40);
    const read = (await stream()).iterator();
    let bytes = 0;
    for (;;) {
      await settle();
      expect(state.made * PIECE.length - bytes).toBeLessThanOrEqual(3 * PIECE.length);
      const { done, value } = await read.next();
      if (done) break;
      bytes += value.length;
    }
    expect(bytes).toBe(40 * PIECE.length);
    expect(state.ended).toBe(true);
  });

  it('is not made any further for a reader who leaves, which is no fault', async () => {
    const { state, faults, stream } = makeFile(40);
    const opened = await stream();
    opened.destroy();
    await settle();
    expect(state).toEqual({ made: expect.any(Number), ended: true });
    expect(state.made).toBeLessThan(5);
    expect(faults).toEqual([]);
  });

  it('throws what fails while it is small, and breaks and is told of where it fails later', async () => {
    await expect(makeFile(40, { failAt: 2 }).gathered).rejects.toThrow('a page failed');
    const { faults, stream } = makeFile(40, { failAt: 5 });
    await expect((await stream()).toArray()).rejects.toThrow('a page failed');
    expect(faults).toEqual([expect.objectContaining({ message: 'a page failed' })]);
  });

  it('may begin anew as long as nothing is sent, and not afterwards', async () => {
    let tries = 0;
    const again = (pieces: number) => (begin: () => WritePiece) => {
      const attempt = async () => {
        tries += 1;
        const write = begin();
        for (let piece = 0; piece < pieces; piece += 1) await write(PIECE);
        if (tries === 1) throw new Error('lost');
      };
      return attempt().catch(attempt);
    };
    expect(await gatherPieces('one', again(1), () => {})).toHaveLength(PIECE.length);
    tries = 0;
    const stream = (await gatherPieces('one', again(3), () => {})) as Readable;
    await expect(stream.toArray()).rejects.toThrow('cannot begin anew');
  });

  it('is broken off where a piece is not read for 45 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { state, stream } = makeFile(40);
      const opened = await stream();
      await settle();
      vi.advanceTimersByTime(44_000);
      await settle();
      expect(opened.destroyed).toBe(false);
      vi.advanceTimersByTime(2_000);
      await settle();
      expect([opened.destroyed, state.ended]).toEqual([true, true]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is refused where a client reads two already, or all together three, until one of them has ended', async () => {
    const refused = { code: 'SERVICE_UNAVAILABLE', headers: { 'retry-after': '1' } };
    const open = (client: string) => makeFile(40, { client }).stream();
    const streams = [await open('a'), await open('a')];
    await expect(open('a')).rejects.toMatchObject(refused);
    streams.push(await open('b'));
    await expect(open('c')).rejects.toMatchObject(refused);
    expect(await makeFile(1, { client: 'a' }).gathered).toHaveLength(PIECE.length);
    streams[0]!.destroy();
    await settle();
    streams.push(await open('c'));
    for (const stream of streams) stream.destroy();
    await settle();
  });
});
