import type { LedgerProof } from './ledger-proof.schema.ts';

const HASH = '9f2c5c8f0f0d4f5b7be7f0a1f6bb7a2d2f4f6a6c1f7e39b0d6f3a8f7d1c0b5ea';

/** The books of a workspace with a few hundred entries. */
export const LEDGER_PROOF_EXAMPLE: LedgerProof = {
  holds: true,
  head: { number: 412, hash: HASH, sealedAt: '2026-07-01T09:30:02.118Z', unsealedEntries: 0 },
  signedHead: `recount-head:1:0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b11:412:${HASH}:${'MEQCIG9n'.repeat(10)}3k2PqA`,
  publicKey: 'MCowBQYDK2VwAyEAq1n0O2h4c9yq0nD7v6m2lQ0Yd2k4l1b7cQe9o5s8x3E=',
  proofs: [
    {
      name: 'entries-balance',
      description: 'Every entry balances in the accrual and in the cash book.',
      checked: 412,
      failureCount: 0,
      failures: [],
      milliseconds: 4,
    },
  ],
  notDefended:
    'The proofs are of the journal and of what must agree with it: balances, settlements, what posted documents said, numbers, ' +
    'closings, tax returns, attachments. Whoever owns the database can change unseen what no entry commits to: the audit log, who closed or ' +
    'filed and why, drafts, rates and master data. Whoever has the key of the server too can write another history and sign it; heads ' +
    'that are kept elsewhere still show that it is another.',
};
