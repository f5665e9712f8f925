/** A run's session to the admin interface of the ProxySQL beside it. */
import { type Answer, type ServerSession, Unanswered } from '../../src/mysql/session.ts';
import { SELECT_MEMORY_SERVERS } from '../../src/proxysql/server-rows.ts';
import { UnknownStatement } from './mysql-statements.ts';
import { PendingAnswer } from './pending-answer.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { RunWatcher } from './run-watcher.ts';
import { Look, type ScriptRun } from './script-run.ts';
import type { Universe } from './universe.ts';

export function openAdminSession(
  run: ScriptRun,
  universe: Universe,
  watcher: RunWatcher,
  proxysql: ModelProxysql,
): ServerSession {
  const { incarnation } = proxysql;
  const { random } = universe;
  const { clock } = proxysql;
  if (!proxysql.isUp) throw new Unanswered('refused', '127.0.0.1:6032: connect ECONNREFUSED');
  return {
    close: () => {},
    queryEach: async () => {
      throw new UnknownStatement('the admin interface carries out the first of several statements only');
    },
    query: (sql, timeoutMs) => {
      const answer = new PendingAnswer<Answer>(
        run,
        universe,
        timeoutMs,
        () => new Unanswered('silent', `127.0.0.1:6032: no answer within ${timeoutMs} ms`),
      );
      if (sql.includes(SELECT_MEMORY_SERVERS)) run.look = new Look();
      // What was last seen changes with every write of a client: it is no event of its own.
      const isChange = !sql.startsWith('SELECT') && !sql.includes('main.proxysql_failover_seen');
      if (isChange) watcher.changing(run, 'before', null, sql);
      if (!run.isAlive) return answer.promise;
      if (isChange) universe.story.say(() => `  ${run.name} > ProxySQL: ${sql}`);
      const tell = (act: () => void): void => {
        clock.after(random.latency() / 2, () => {
          if (!answer.isOpen) return;
          if (isChange) watcher.changing(run, 'answered', null, sql);
          if (run.isAlive) act();
        });
      };
      clock.after(
        random.latency() / 2,
        () => {
          if (!proxysql.isUp || proxysql.incarnation !== incarnation) {
            return tell(() => answer.reject(new Unanswered('reset', '127.0.0.1:6032: read ECONNRESET')));
          }
          try {
            const result = proxysql.query(sql);
            if (isChange) watcher.changed(run, null, sql);
            tell(() => answer.resolve(result));
          } catch (error) {
            if (!(error instanceof Unanswered)) throw error;
            tell(() => answer.reject(error));
          }
        },
        'script',
      );
      if (isChange) watcher.changing(run, 'sent', null, sql);
      return answer.promise;
    },
  };
}
