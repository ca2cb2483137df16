import { CLOSING_PROOFS } from './closing-proofs.ts';
import { ENTRY_PROOFS } from './entry-proofs.ts';
import { JOURNAL_PROOFS } from './journal-proofs.ts';
import { MERGE_PROOFS } from './merge-proofs.ts';
import { OPEN_ITEM_PROOFS } from './open-item-proofs.ts';
import type { Proof } from './proof.ts';
import { SEAL_PROOFS } from './seal-proofs.ts';
import { VERSION_PROOFS } from './version-proofs.ts';

export { type Proof, type ProofResult, runProofs } from './proof.ts';

/** The proofs of the journal itself, whatever posted to it. */
export const LEDGER_PROOFS: readonly Proof[] = [
  ...ENTRY_PROOFS,
  ...SEAL_PROOFS,
  ...OPEN_ITEM_PROOFS,
  ...CLOSING_PROOFS,
  ...JOURNAL_PROOFS,
  ...MERGE_PROOFS,
  ...VERSION_PROOFS,
];
