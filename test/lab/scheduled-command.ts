import type { ProxySQL } from './proxysql.ts';

/** What ProxySQL's scheduler starts, and its arguments. @throws where it has no row, or several. */
export async function scheduledCommand(proxysql: ProxySQL): Promise<[string, ...string[]]> {
  const rows = await proxysql.rows('SELECT filename, arg1, arg2, arg3, arg4, arg5 FROM runtime_scheduler');
  const [row] = rows;
  if (row?.filename == null || rows.length > 1) throw new Error(`runtime_scheduler has ${rows.length} rows`);
  const args = [row.arg1, row.arg2, row.arg3, row.arg4, row.arg5];
  return [row.filename, ...args.flatMap((arg) => (arg == null ? [] : [arg]))];
}
