/** What PostgreSQL says when it is overloaded, restarting or away, or two transactions stood in each other's way. */
const UNAVAILABLE = /^(08|53|57|55P03|40001|40P01|ECONN|EPIPE|ENOENT|ETIMEDOUT)/;

/** Whether an error says nothing of the request, only that the database could not serve it now: worth another try. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    UNAVAILABLE.test(code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(message ?? '')
  );
}
