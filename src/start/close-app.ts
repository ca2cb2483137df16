import type { App } from '../app.ts';

/** How long requests under way may take to finish. */
const DRAIN_LIMIT = 4_000;
const LOOK_INTERVAL = 50;

/** Stops taking requests and finishes those under way, for some seconds; then breaks their connections. */
export async function closeApp(app: App): Promise<void> {
  const http = app.server.server;
  // A connection that is kept alive becomes idle only after its last answer.
  const idle = setInterval(() => http.closeIdleConnections(), LOOK_INTERVAL);
  const limit = setTimeout(() => http.closeAllConnections(), DRAIN_LIMIT);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(limit);
  }
}
