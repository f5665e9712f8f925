/** One session a server for a whole run: a second look, or a step, does not log in again. */
import { endpointName, type OpenSession, type Session } from './session.ts';

/** A session whose statement failed is dropped; the next `open` connects anew. */
export function cacheSessions(open: OpenSession): OpenSession {
  const sessions = new Map<string, Promise<Session>>();

  async function openAnew(key: string, ...args: Parameters<OpenSession>): Promise<Session> {
    const session = await open(...args);
    return {
      close: () => {},
      query: async (sql, timeoutMs) => {
        try {
          return await session.query(sql, timeoutMs);
        } catch (error) {
          sessions.delete(key);
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
    session.catch(() => sessions.delete(key));
    return session;
  };
}
