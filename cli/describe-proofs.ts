import type { ProofResult, WorkspaceProofs } from '../src/reports/verify/index.ts';

/** Whether every proof of every workspace holds. */
export function hold(proved: readonly WorkspaceProofs[]): boolean {
  return proved.every(({ results }) => results.every(({ failureCount }) => failureCount === 0));
}

/** Every proof on a line: whether it holds, how many things were checked, in how long, and the law. */
export function describeProofs(proved: readonly WorkspaceProofs[], seconds: number): string {
  const results = proved.flatMap((workspace) => workspace.results);
  const columns = {
    name: Math.max(...results.map(({ name }) => name.length)),
    checked: Math.max(...results.map(({ checked }) => count(checked).length)),
    time: Math.max(...results.map(({ milliseconds }) => count(milliseconds).length)),
  };
  const blocks = proved.map(({ workspaceId, workspaceName, results: own }) =>
    [`${workspaceName}  ${workspaceId}`, ...own.map((result) => describeProof(result, columns))].join('\n'),
  );
  return [...blocks, describeOutcome(proved, results, seconds)].join('\n\n');
}

function describeProof(
  { name, description, checked, failureCount, failures, milliseconds }: ProofResult,
  columns: { name: number; checked: number; time: number },
): string {
  const line = [
    failureCount === 0 ? '  ok  ' : '  FAIL',
    name.padEnd(columns.name),
    `${count(checked).padStart(columns.checked)} checked`,
    `${count(milliseconds).padStart(columns.time)} ms`,
    description,
  ].join('  ');
  const more = failureCount - failures.length;
  const rest = more > 0 ? [`        and ${count(more)} more`] : [];
  return [line, ...failures.map((failure) => `        ${failure}`), ...rest].join('\n');
}

function describeOutcome(
  proved: readonly WorkspaceProofs[],
  results: readonly ProofResult[],
  seconds: number,
): string {
  const failed = results.filter(({ failureCount }) => failureCount > 0).length;
  const books = proved.length === 1 ? '1 workspace' : `${count(proved.length)} workspaces`;
  const outcome =
    failed === 0
      ? `Every proof holds: ${count(results.length)} in ${books}`
      : `${count(failed)} of ${count(results.length)} proofs in ${books} failed`;
  return `${outcome}, ${seconds.toFixed(1)} s.`;
}

const count = (number: number): string => number.toLocaleString('en-US');
