/** Today in the demo's time zone, which is UTC: YYYY-MM-DD. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
