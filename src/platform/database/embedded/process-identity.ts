import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells one process from every other that ever had or will have its number.
 * @returns a text that no other process shares, or null when no such process runs (a zombie does not run)
 */
export function identifyProcess(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') return identifyLinuxProcess(pid);
  const [state = '', started = ''] = askPs(pid, 'stat=,lstart=')?.split(/\s+(.*)/) ?? [];
  return state === '' || state.startsWith('Z') ? null : started;
}

/** The command line of a running process, its arguments joined by spaces, or null when it cannot be read. */
export function readCommandLine(pid: number): string | null {
  if (process.platform !== 'linux') return askPs(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return null;
  }
}

function identifyLinuxProcess(pid: number): string | null {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may itself hold spaces and brackets: proc(5) counts the rest from the last one.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state = 'X', started = ''] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return null;
    // Start times count from the boot, so the boot belongs to the identity.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${started}`;
  } catch {
    return null;
  }
}

function askPs(pid: number, columns: string): string | null {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' } as const;
    return execFileSync('ps', ['-o', columns, '-p', String(pid)], options).trim();
  } catch {
    return null;
  }
}
