/** The row of ProxySQL's `scheduler` table that starts this program (lib/ProxySQL_Admin.cpp, ProxySQL_External_Scheduler). */
import { quoteAdmin } from './quote.ts';

export interface SchedulerRow {
  /** Milliseconds; or those of the row it replaces, where there is one. */
  readonly interval: number | { readonly unlessThereIsOne: number };
  /** Executed without a shell and without an environment: absolute. */
  readonly filename: string;
  /** At most five: the table has no more columns. */
  readonly args: readonly string[];
  readonly comment: string;
}

const LOAD_AND_SAVE = ['LOAD SCHEDULER TO RUNTIME', 'SAVE SCHEDULER TO DISK'];
const ARGUMENT_COLUMNS = ['arg1', 'arg2', 'arg3', 'arg4', 'arg5'];
const NAME = 'proxysql-failover';

/** By its comment a row is known again: one that looks at every cluster, and one for each cluster that was named. */
export function schedulerComment(cluster: string | null): string {
  return cluster === null ? NAME : `${NAME}: ${cluster}`;
}

/** The row with this comment; null: every row of this program. */
function whose(comment: string | null): string {
  return comment === null ? `comment = '${NAME}' OR comment GLOB '${NAME}: *'` : `comment = ${quoteAdmin(comment)}`;
}

export function installStatements(row: SchedulerRow): string[] {
  const own = whose(row.comment);
  const interval =
    typeof row.interval === 'number'
      ? String(row.interval)
      : `COALESCE((SELECT MIN(interval_ms) FROM scheduler WHERE ${own}), ${row.interval.unlessThereIsOne})`;
  const columns = ['active', 'interval_ms', 'filename', ...ARGUMENT_COLUMNS.slice(0, row.args.length), 'comment'];
  const values = ['1', interval, ...[row.filename, ...row.args, row.comment].map(quoteAdmin)];
  return [
    `INSERT INTO scheduler (${columns.join(', ')}) VALUES (${values.join(', ')})`,
    // After the new one, which may have its interval from the one before; an id is never given twice (AUTOINCREMENT).
    `DELETE FROM scheduler WHERE ${own} AND id < (SELECT MAX(id) FROM scheduler WHERE ${own})`,
    ...LOAD_AND_SAVE,
  ];
}

/** @param comment Null: every row of this program. */
export function uninstallStatements(comment: string | null): string[] {
  return [`DELETE FROM scheduler WHERE ${whose(comment)}`, ...LOAD_AND_SAVE];
}

/** What runs now; lower case, or ProxySQL answers with old data. */
export function selectRuntimeScheduler(comment: string | null): string {
  return `SELECT id, interval_ms, filename FROM runtime_scheduler WHERE ${whose(comment)}`;
}
