import { nameDemoFile } from '../demo/demo-file.ts';
import type { StartedDemo } from '../demo/start-demo.ts';

/** What is told of a server that has just begun to listen. */
export interface Welcome {
  readonly version: string;
  readonly localUrl: string;
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  readonly demo: StartedDemo | undefined;
}

const CHANGED = 'changed since; npx recount people set-password makes another';

/** What a newcomer needs, once the server listens. */
export function describeWelcome({ version, localUrl, publicUrl, dataDirectory, demo }: Welcome): string {
  const rows: [string, string][] = [['Address', localUrl]];
  if (publicUrl && publicUrl !== localUrl) rows.push(['Public address', publicUrl]);
  rows.push(['API pages', `${localUrl}/docs`], ['OpenAPI', `${localUrl}/openapi.json`]);
  rows.push(['Data', dataDirectory]);
  if (demo) {
    rows.push(
      ['Demo books', demo.workspaceName],
      ['Sign-in', demo.email],
      ['Password', demo.password || CHANGED],
    );
    rows.push(['API credentials', nameDemoFile(dataDirectory)]);
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const example = demo?.command
    ? [
        '',
        'Create an invoice: paste this line into a second terminal, in the folder of this repository.',
        '',
        demo.command,
        '',
        'npx recount help tells what else there is.',
      ]
    : [];
  return ['', `Recount ${version} is running. Ctrl-C stops it.`, '', ...lines, ...example, ''].join('\n');
}
