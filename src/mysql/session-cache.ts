/** One session a server for a whole run: a second look, or a step, does not log in again. */
import { type Endpoint, endpointName, type OpenSession, type ServerSession, Unanswered } from './session.ts';

/** How long a server that has just kept this run waiting in vain is waited for when it is asked again. */
const SECOND_CHANCE_MS = 100;

/** Statements that may be sent twice without harm. */
export const READS = /^(SHOW|SELECT)\b/;

/**
 * A session whose statement got no answer is closed; the next `open` connects anew. One that broke since it last answered only tells that
 * the server went down in the meantime: whether it is back is found out at once. An error that the server answers with breaks nothing, and
 * at max_connections there may be no second session to be had.
 */
export function cacheSessions(open: OpenSession, secondChanceMs: number = SECOND_CHANCE_MS): OpenSession {
  const sessions = new Map<string, Promise<ServerSession>>();
  const keptWaiting = new Set<string>();

  function forget(key: string, error: unknown): void {
    sessions.delete(key);
    if (error instanceof Unanswered && (error.reason === 'timedOut' || error.reason === 'silent')) keptWaiting.add(key);
  }

  async function openAnew(key: string, endpoint: Endpoint, timeoutMs: number): Promise<ServerSession> {
    const patience = keptWaiting.has(key) ? Math.min(secondChanceMs, timeoutMs) : timeoutMs;
    const session = await open(endpoint, patience);
    keptWaiting.delete(key);
    let hasAnswered = false;
    let isDropped = false;

    function drop(error: unknown): void {
      // Another statement that was under way here has done it, and there may be a new session by now.
      if (isDropped) return;
      isDropped = true;
      forget(key, error);
      session.close();
    }

    async function ask<Result>(
      mayAskTwice: boolean,
      question: (to: ServerSession) => Promise<Result>,
    ): Promise<Result> {
      try {
        const answer = await question(session);
        hasAnswered = true;
        return answer;
      } catch (error) {
        if (error instanceof Unanswered && error.errno !== null) {
          hasAnswered = true;
          throw error;
        }
        drop(error);
        const brokeSince = hasAnswered && error instanceof Unanswered && error.reason === 'reset';
        if (!brokeSince || !mayAskTwice) throw error;
        return question(await openCached(endpoint, timeoutMs));
      }
    }
    return {
      close: () => session.close(),
      query: (sql, queryTimeoutMs) => ask(READS.test(sql), (to) => to.query(sql, queryTimeoutMs)),
      queryEach: (statements, queryTimeoutMs) =>
        ask(
          statements.every((sql) => READS.test(sql)),
          (to) => to.queryEach(statements, queryTimeoutMs),
        ),
    };
  }

  function openCached(endpoint: Endpoint, timeoutMs: number): Promise<ServerSession> {
    const key = endpointName(endpoint);
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const session = openAnew(key, endpoint, timeoutMs);
    sessions.set(key, session);
    session.catch((error: unknown) => forget(key, error));
    return session;
  }

  return openCached;
}
