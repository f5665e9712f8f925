/** The row of ProxySQL's `scheduler` table that starts this program (lib/ProxySQL_Admin.cpp, ProxySQL_External_Scheduler). */
import { quoteAdmin } from './quote.ts';

export interface SchedulerRow {
  readonly intervalMs: number;
  /** Executed without a shell and without an environment: absolute. */
  readonly filename: string;
  /** At most five: the table has no more columns. */
  readonly args: readonly string[];
  readonly comment: string;
}

const LOAD_AND_SAVE = ['LOAD SCHEDULER TO RUNTIME', 'SAVE SCHEDULER TO DISK'];
const ARGUMENT_COLUMNS = ['arg1', 'arg2', 'arg3', 'arg4', 'arg5'];

export function installStatements(row: SchedulerRow): string[] {
  const columns = ['active', 'interval_ms', 'filename', ...ARGUMENT_COLUMNS.slice(0, row.args.length), 'comment'];
  const values = ['1', String(row.intervalMs), ...[row.filename, ...row.args, row.comment].map(quoteAdmin)];
  return [
    deleteRow(row.comment),
    `INSERT INTO scheduler (${columns.join(', ')}) VALUES (${values.join(', ')})`,
    ...LOAD_AND_SAVE,
  ];
}

export function uninstallStatements(comment: string): string[] {
  return [deleteRow(comment), ...LOAD_AND_SAVE];
}

function deleteRow(comment: string): string {
  return `DELETE FROM scheduler WHERE comment = ${quoteAdmin(comment)}`;
}

/** What runs now; lower case, or ProxySQL answers with old data. */
export function selectRuntimeScheduler(comment: string): string {
  return `SELECT id, interval_ms, filename FROM runtime_scheduler WHERE comment = ${quoteAdmin(comment)}`;
}
