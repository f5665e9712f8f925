/** One session a server for a whole run: a second look, or a step, does not log in again. */
import { endpointName, type OpenSession, type Session, Unanswered } from './session.ts';

/** How long a server that has just kept this run waiting in vain is waited for when it is asked again. */
const SECOND_CHANCE_MS = 200;

/** A session whose statement failed is dropped; the next `open` connects anew. */
export function cacheSessions(open: OpenSession): OpenSession {
  const sessions = new Map<string, Promise<Session>>();
  const keptWaiting = new Set<string>();

  function dropOn(key: string, error: unknown): void {
    sessions.delete(key);
    if (error instanceof Unanswered && (error.reason === 'timedOut' || error.reason === 'silent')) keptWaiting.add(key);
  }

  async function openAnew(key: string, ...[endpoint, timeoutMs]: Parameters<OpenSession>): Promise<Session> {
    const patience = keptWaiting.has(key) ? Math.min(SECOND_CHANCE_MS, timeoutMs) : timeoutMs;
    const session = await open(endpoint, patience);
    keptWaiting.delete(key);
    return {
      close: () => session.close(),
      query: async (sql, queryTimeoutMs) => {
        try {
          return await session.query(sql, queryTimeoutMs);
        } catch (error) {
          dropOn(key, error);
          throw error;
        }
      },
    };
  }

  return (endpoint, timeoutMs) => {
    const key = endpointName(endpoint);
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const session = openAnew(key, endpoint, timeoutMs);
    sessions.set(key, session);
    session.catch((error: unknown) => dropOn(key, error));
    return session;
  };
}
