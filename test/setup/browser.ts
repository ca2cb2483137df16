import { unpackChromium } from '../support/browser.ts';

/** Unpacks the browser before any test starts it: two at a time would start what the other is still writing. */
export async function setup(): Promise<void> {
  const before = { ...process.env };
  await unpackChromium();
  // What the package sets for its browser is not for whatever else the tests start.
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}
