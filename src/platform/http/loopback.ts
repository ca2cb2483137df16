const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether a host, as HOST or a URL has it, is an address of this machine that no other can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
