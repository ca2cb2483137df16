export type { ProofResult } from '../../ledger/proofs/index.ts';
export { verifyDatabase, verifyWorkspace, type WorkspaceProofs } from './verify.ts';
