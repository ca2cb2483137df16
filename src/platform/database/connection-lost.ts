/** Whether the connection broke: class 08 and 57P0x, errors of the socket, or the driver's own words without a code. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code === undefined) return /connection (terminated|ended)|not queryable/i.test(message ?? '');
  return /^(08|57P0|ECONN|EPIPE)/.test(code);
}
