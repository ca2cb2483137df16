/** The parts of a signed request that are told apart, in the order in which they are told. */
export const SIGNED_PARTS = [
  'method',
  'path',
  'timestamp',
  'bodyHash',
  'canonicalString',
  'signature',
] as const;

/** Whether one part is what the server expects, and what to do where it is not. */
export interface PartExplanation {
  readonly part: (typeof SIGNED_PARTS)[number];
  /** What the client has; null where it told none. */
  readonly given: string | null;
  readonly expected: string;
  readonly matches: boolean;
  /** One sentence. */
  readonly hint: string | null;
}
