import type { Credentials } from './sign.ts';
import type { Substitutions } from './substitute.ts';

/** The demo workspace of this server, ready to be called. */
export interface DemoTarget extends Credentials {
  readonly workspaceName: string;
  readonly substitutions: Substitutions;
  /** By operation: what is to be put in place besides, in its examples alone. */
  readonly operationSubstitutions: Readonly<Record<string, Substitutions>>;
}

/** Why there is none, in a sentence. */
export interface NoDemo {
  readonly refused: string;
}

/** Asks this server for its demo workspace. Never throws. */
export async function askDemoTarget(): Promise<DemoTarget | NoDemo> {
  try {
    const response = await fetch('/docs/demo-target', {
      method: 'POST',
      // A page of another site cannot send JSON without being asked first.
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const answer = await response.json().catch(() => ({}));
    return response.ok ? answer : { refused: answer.reason ?? 'This server offers no demo workspace.' };
  } catch {
    return { refused: 'This server could not be asked for its demo workspace.' };
  }
}
