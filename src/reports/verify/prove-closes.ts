import type { ProofResult } from '../../ledger/proofs/index.ts';
import { type ReportHash, type StandingClose, selectStandingCloses } from '../../ledger/workspaces/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { hashReports, REPORT_FORMAT } from '../closing/hash-reports.ts';

const NAME = 'closes-hold-their-reports';
const DESCRIPTION =
  'The reports of each close that stands have the same hashes when they are generated anew as of its seal; of those that were made since records have a history, and while the reports were written as they are now.';
const FAILURES_SHOWN = 20;

/** Generates the reports of each close anew, and compares them with what was hashed when the books were closed. */
export async function proveCloses(transaction: Transaction): Promise<ProofResult> {
  const started = performance.now();
  const failures: string[] = [];
  let checked = 0;
  for (const close of await selectStandingCloses(transaction, REPORT_FORMAT)) {
    const { hashes } = await hashReports(transaction, close.through, close.sealNumber);
    const anew = new Map(hashes.map((one) => [keyOf(one), one.sha256]));
    checked += close.reports.length;
    failures.push(
      ...close.reports
        .filter((kept) => anew.get(keyOf(kept)) !== kept.sha256)
        .map((kept) => describeFailure(close, kept, anew.get(keyOf(kept)))),
    );
  }
  return {
    name: NAME,
    description: DESCRIPTION,
    checked,
    failureCount: failures.length,
    failures: failures.slice(0, FAILURES_SHOWN),
    milliseconds: Math.round(performance.now() - started),
  };
}

const keyOf = ({ report, basis, startDate, endDate }: ReportHash) =>
  [report, basis, startDate, endDate].join(' ');

function describeFailure(
  { id, through, sealNumber }: StandingClose,
  { report, basis, startDate, sha256 }: ReportHash,
  anew: string | undefined,
): string {
  const found = anew ?? 'of other days';
  return `${report} (${basis}) from ${startDate} to ${through}, as of seal ${sealNumber}, is ${found}; the close (${id}) kept ${sha256}`;
}
