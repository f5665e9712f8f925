/** Sessions in which the backslashes of `quoteMysql` escape, whatever sql_mode the server gives a session. */
import type { OpenSession } from './session.ts';
import { LET_BACKSLASH_ESCAPE } from './statements.ts';

/** Only a statement with a backslash needs it, the first one of a session: a healthy run sends none. */
export function withBackslashEscapes(open: OpenSession): OpenSession {
  return async (endpoint, connectTimeoutMs) => {
    const session = await open(endpoint, connectTimeoutMs);
    let escapes = false;

    async function inEscapingMode<Result>(
      sql: string,
      timeoutMs: number,
      send: () => Promise<Result>,
    ): Promise<Result> {
      if (!escapes && sql.includes('\\')) {
        await session.query(LET_BACKSLASH_ESCAPE, timeoutMs);
        escapes = true;
      }
      return send();
    }

    return {
      query: (sql, timeoutMs) => inEscapingMode(sql, timeoutMs, () => session.query(sql, timeoutMs)),
      queryEach: (statements, timeoutMs) =>
        inEscapingMode(statements.join(), timeoutMs, () => session.queryEach(statements, timeoutMs)),
      close: () => session.close(),
    };
  };
}
