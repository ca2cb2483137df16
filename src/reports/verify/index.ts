export type { ProofResult } from '../../ledger/proofs/index.ts';
export { proveWorkspace, verifyDatabase, verifyWorkspace, type WorkspaceProofs } from './verify.ts';
