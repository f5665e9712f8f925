/** One session for several users: what breaks it costs the statement that was under way, and nobody else's. */
import type { Session } from './session.ts';

/** One statement at a time, and its time begins when it is sent. `open`: the session as it is now, opened anew where it broke. */
export function shareSession(open: () => Promise<Session>): Session {
  let current: Session | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function ask(sql: string, timeoutMs: number): ReturnType<Session['query']> {
    current = await open();
    return current.query(sql, timeoutMs);
  }

  return {
    query: (sql, timeoutMs) => {
      const answer = turn.then(() => ask(sql, timeoutMs));
      turn = answer.catch(() => undefined);
      return answer;
    },
    close: () => current?.close(),
  };
}
