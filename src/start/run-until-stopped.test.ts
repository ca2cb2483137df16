import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';

/** Another process that runs this body of `start`. */
function run(body: string) {
  const here = JSON.stringify(`${import.meta.dirname}/run-until-stopped.ts`);
  const source = `import { runUntilStopped } from ${here};
    await runUntilStopped(async ({ signal, onStop, fail }) => { ${body} });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const hears = async (text: string) => {
    while (!said.out.includes(text)) await new Promise((done) => child.stdout.once('data', done));
  };
  return { child, said, ended, hears };
}

const KEEP_ALIVE = 'setInterval(() => {}, 1000);';

it('what was started is stopped in reverse, once, however many signals come', async () => {
  const { child, said, ended, hears } = run(`${KEEP_ALIVE}
    onStop(async () => console.log('first'));
    onStop(async () => { console.log('second'); await new Promise((done) => setTimeout(done, 100)); });
    console.log('up');`);
  await hears('up');
  child.kill('SIGINT');
  await hears('second');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said.out).toBe('up\nsecond\nfirst\n');
  expect(said.err).toBe('');
});

it('a start that fails says so in a sentence, without a stack, and stops what was started', async () => {
  const { said, ended } = run(
    `onStop(async () => console.log('stopped')); throw new Error('The port is in use.');`,
  );
  expect(await ended).toBe(1);
  expect(said).toEqual({ out: 'stopped\n', err: 'The port is in use.\n' });
});

it('a signal during the start ends it at its next step', async () => {
  const { child, said, ended, hears } = run(`${KEEP_ALIVE}
    console.log('starting');
    await new Promise((done) => signal.addEventListener('abort', done));
    onStop(async () => console.log('stopped'));
    console.log('never');`);
  await hears('starting');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said).toEqual({ out: 'starting\nstopped\n', err: '' });
});

it('what fails while it is stopped does not keep the rest from stopping', async () => {
  const { child, said, ended, hears } = run(`${KEEP_ALIVE}
    onStop(async () => console.log('stopped'));
    onStop(async () => { throw new Error('The pool is stuck.'); });
    onStop(() => new Promise(() => {}), 50);
    console.log('up');`);
  await hears('up');
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(said).toEqual({ out: 'up\nstopped\n', err: 'The pool is stuck.\n' });
});

it('a fault of ours while running is told with its stack and ends the process, everything stopped', async () => {
  const { said, ended } = run(`${KEEP_ALIVE}
    onStop(async () => console.log('stopped'));
    setTimeout(() => { throw new TypeError('unforeseen'); }, 10);`);
  expect(await ended).toBe(1);
  expect(said.out).toBe('stopped\n');
  expect(said.err).toMatch(/TypeError: unforeseen\n {4}at /);
});
