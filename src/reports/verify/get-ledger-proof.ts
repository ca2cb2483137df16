import { fieldError, invalidFields } from '../../errors.ts';
import { selectChainState } from '../../ledger/seals/chain-heads.store.ts';
import { type ChainHead, createHeadSigner, type HeadSigner } from '../../ledger/seals/signed-head.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { LEDGER_PROOF_EXAMPLE } from './ledger-proof.examples.ts';
import { type LedgerProof, ledgerProofQuery, ledgerProofSchema } from './ledger-proof.schema.ts';
import { proveWorkspace, verifyAttachments } from './verify.ts';

const NOT_DEFENDED =
  'The proofs are of the journal and of what must agree with it: balances, settlements, what posted documents said, numbers, ' +
  'closings, tax returns, attachments. Whoever owns the database can change unseen what no entry commits to: the audit log, who closed or ' +
  'filed and why, drafts, rates and master data. Whoever has the key of the server too can write another history and sign it; heads ' +
  'that are kept elsewhere still show that it is another.';

export const getLedgerProof = defineEndpoint({
  method: 'GET',
  path: '/partners/ledger/proof',
  operationId: 'getLedgerProof',
  tag: 'Reports',
  summary: 'Get Ledger Proof',
  description: `Proves the books by reading all of them: that every entry balances in both books, that nothing was changed or
taken out since it was sealed, that totals, open items and settlements are the sums of their lines, that each attachment has its
file. The same as
\`recount verify\`. It reads everything, so it takes as long as the books are large.`,
  access: 'partner',
  query: ledgerProofQuery,
  readsAtLength: true,
  status: 200,
  message: 'Ledger proved successfully.',
  data: ledgerProofSchema,
  errors: [],
  examples: { data: LEDGER_PROOF_EXAMPLE },
  async handle({ query, caller, secretKey, read, database, files }) {
    const signer = createHeadSigner(secretKey);
    const earlier = query.head === undefined ? undefined : readHead(signer, query.head, caller.workspaceId);
    const { state, books } = await read(async (transaction) => ({
      state: await selectChainState(transaction, caller.workspaceId),
      books: await proveWorkspace(transaction, caller.workspaceId, earlier),
    }));
    const attachments = await verifyAttachments(database, caller.workspaceId, { files, readEach: false });
    const proofs = [...books, ...attachments];
    const data: LedgerProof = {
      holds: proofs.every(({ failureCount }) => failureCount === 0),
      head: {
        number: Number(state.number),
        hash: state.hash,
        sealedAt: state.sealedAt?.toISOString() ?? null,
        unsealedEntries: state.unsealedEntries,
      },
      signedHead: signer.sign(state),
      publicKey: signer.publicKey,
      proofs: proofs.map((proof) => ({ ...proof, failures: [...proof.failures] })),
      notDefended: NOT_DEFENDED,
    };
    return { data };
  },
});

/** Throws ApiError INVALID_VALUE where this server has not signed it for this workspace. */
function readHead(signer: HeadSigner, signedHead: string, workspaceId: string): ChainHead {
  const head = signer.read(signedHead);
  if (head?.workspaceId === workspaceId) return head;
  const predicate = 'must be a signedHead of this workspace, unchanged';
  throw invalidFields([fieldError('head', 'INVALID_VALUE', predicate)]);
}
