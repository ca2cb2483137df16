import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second, whatever its own tick is (proc_pid_stat(5), USER_HZ). */
const TICKS_A_SECOND = 100;

interface ProcessStat {
  readonly parent: number;
  /** Its own, in seconds. */
  readonly own: number;
  /** Of children that ended and were waited for, in seconds. */
  readonly ofEnded: number;
}

function readStat(pid: number): ProcessStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The program's name stands in brackets and may itself hold blanks and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (from: number) => (Number(fields[from]) + Number(fields[from + 1])) / TICKS_A_SECOND;
  return { parent: Number(fields[1]), own: ticks(11), ofEnded: ticks(13) };
}

/** CPU seconds that a process has used so far, without its children. */
export function cpuOfProcess(pid: number): number {
  const stat = readStat(pid);
  if (!stat) throw new Error(`Process ${pid} is gone.`);
  return stat.own;
}

/** CPU seconds that a process and its direct children have used so far, those that ended included: PostgreSQL's, whole. */
export function cpuOfFamily(pid: number): number {
  const head = readStat(pid);
  if (!head) throw new Error(`Process ${pid} is gone.`);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + child!.own, head.own + head.ofEnded);
}

/** Resident memory of a process in MiB. */
export function memoryOfProcess(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
