import { useEffect, useState } from 'preact/hooks';
import { takeFailure } from './authorization.ts';
import { askDemoTarget, type DemoTarget, type NoDemo } from './demo-target.ts';
import {
  forgetCredentials,
  keepCredentials,
  NO_CREDENTIALS,
  readKeptCredentials,
} from './own-credentials.ts';
import type { Credentials } from './sign.ts';
import { forgetSession, readSession, type SignInSession } from './sign-in-session.ts';
import type { TargetName } from './target-picker.tsx';

/** Whose books requests go to, and with what. */
export interface Target {
  readonly name: TargetName;
  readonly demo: DemoTarget | NoDemo | undefined;
  readonly own: Credentials;
  readonly kept: boolean;
  /** What this tab has signed in to. */
  readonly session: SignInSession | undefined;
  /** Why the last sign-in failed. */
  readonly signInFailure: string | undefined;
  /** Those of the target that is chosen. */
  readonly credentials: Credentials;
  /** The demo, where it is chosen and there. */
  readonly chosenDemo: DemoTarget | undefined;
  choose(name: TargetName): void;
  setOwn(own: Credentials): void;
  setKept(kept: boolean): void;
  forget(): void;
  signOut(): void;
}

/** The target: what this tab has signed in to, else the demo workspace where this server has one, else one's own app. */
export function useTarget(isPublic: boolean): Target {
  const [name, setName] = useState<TargetName>('demo');
  const [demo, setDemo] = useState<DemoTarget | NoDemo>();
  const [own, setOwn] = useState(NO_CREDENTIALS);
  const [kept, setKept] = useState(false);
  const [session, setSession] = useState<SignInSession>();
  const [signInFailure, setSignInFailure] = useState<string>();
  useEffect(() => {
    const signedIn = isPublic ? undefined : readSession();
    const failure = isPublic ? undefined : takeFailure();
    setSession(signedIn);
    setSignInFailure(failure);
    if (signedIn || failure) setName('signed-in');
    const remembered = readKeptCredentials();
    if (remembered) {
      setOwn(remembered);
      setKept(true);
    }
    if (isPublic) return;
    askDemoTarget().then((answer) => {
      setDemo(answer);
      if ('refused' in answer) setName((chosen) => (chosen === 'demo' ? 'own' : chosen));
    });
  }, [isPublic]);
  const chosenDemo = name === 'demo' && demo && !('refused' in demo) ? demo : undefined;
  return {
    name,
    demo,
    own,
    kept,
    session,
    signInFailure,
    credentials: { demo: chosenDemo, 'signed-in': session, own }[name] ?? NO_CREDENTIALS,
    chosenDemo,
    choose: setName,
    setOwn(next) {
      setOwn(next);
      if (kept) keepCredentials(next);
    },
    setKept(next) {
      setKept(next);
      if (next) keepCredentials(own);
      else forgetCredentials();
    },
    forget() {
      setOwn(NO_CREDENTIALS);
      setKept(false);
      forgetCredentials();
    },
    signOut() {
      setSession(undefined);
      forgetSession();
    },
  };
}
