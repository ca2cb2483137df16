import type { Writable } from 'node:stream';
import { describeError } from '../src/start/run-until-stopped.ts';
import { CommandError } from './command.ts';

/** Whoever reads standard output, such as head, has seen enough: there is nobody to write the rest for. */
export class ReaderGone extends CommandError {
  constructor() {
    super('Nobody reads the output any more.', 0);
  }
}

/**
 * Writes, and waits until it is written.
 *
 * @throws ReaderGone where the reader of a pipe has left; CommandError where it cannot be written, as on a full disk
 */
export function writeTo(stream: Writable, text: string): Promise<void> {
  return new Promise((done, fail) => {
    stream.write(text, (error) => (error ? fail(explainLost(error)) : done()));
  });
}

/** From now on remembers what of standard output is lost, so that no command ends as if all of it were there. */
export function watchOutput(): { finish(): Promise<void> } {
  let lost: CommandError | undefined;
  process.stdout.on('error', (error) => {
    lost ??= explainLost(error);
  });
  return {
    /** Throws what `writeTo` does, once all that was printed is written or lost. */
    async finish() {
      await writeTo(process.stdout, '');
      if (lost !== undefined) throw lost;
    },
  };
}

function explainLost(error: NodeJS.ErrnoException): CommandError {
  if (error.code === 'EPIPE') return new ReaderGone();
  return new CommandError(`The output could not be written: ${describeError(error)}.`);
}
