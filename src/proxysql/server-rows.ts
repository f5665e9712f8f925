/** Rows of `mysql_servers` and `runtime_mysql_servers` (ProxySQL 2.7, lib/ProxySQL_Admin.cpp). */
import { endpointName } from '../mysql/session.ts';
import { quoteAdmin } from './quote.ts';

export interface ServerRow {
  readonly hostgroup: number;
  readonly hostname: string;
  readonly port: number;
  readonly gtidPort: number;
  readonly status: ServerStatus;
  readonly weight: number;
  readonly compression: number;
  readonly maxConnections: number;
  readonly maxReplicationLag: number;
  readonly useSsl: number;
  readonly maxLatencyMs: number;
  readonly comment: string;
}

type ServerStatus = 'ONLINE' | 'SHUNNED' | 'OFFLINE_SOFT' | 'OFFLINE_HARD';

export const ROW_COLUMNS = [
  'hostgroup_id',
  'hostname',
  'port',
  'gtid_port',
  'status',
  'weight',
  'compression',
  'max_connections',
  'max_replication_lag',
  'use_ssl',
  'max_latency_ms',
  'comment',
] as const;

const COLUMNS = ROW_COLUMNS.join(', ');

/** Every row, of all hostgroups; `runtime_mysql_servers` must stay lower case, or ProxySQL answers with old data. */
export const SELECT_MEMORY_SERVERS = `SELECT ${COLUMNS} FROM mysql_servers ORDER BY hostgroup_id, hostname, port`;
export const SELECT_RUNTIME_SERVERS = `SELECT ${COLUMNS} FROM runtime_mysql_servers ORDER BY hostgroup_id, hostname, port`;
/** What ProxySQL starts with. */
export const SELECT_DISK_SERVERS = `SELECT ${COLUMNS} FROM disk.mysql_servers ORDER BY hostgroup_id, hostname, port`;
export const LOAD_SERVERS_TO_RUNTIME = 'LOAD MYSQL SERVERS TO RUNTIME';
export const SAVE_SERVERS_TO_DISK = 'SAVE MYSQL SERVERS TO DISK';

/** As a result of its own everything is text; in a JSON text of SQLite's, numbers are numbers. */
export type AdminRow = Readonly<Record<string, string | number | null>>;

export function parseServerRow(row: AdminRow): ServerRow {
  return {
    hostgroup: Number(row.hostgroup_id),
    hostname: String(row.hostname ?? ''),
    port: Number(row.port),
    gtidPort: Number(row.gtid_port),
    status: parseStatus(String(row.status ?? '')),
    weight: Number(row.weight),
    compression: Number(row.compression),
    maxConnections: Number(row.max_connections),
    maxReplicationLag: Number(row.max_replication_lag),
    useSsl: Number(row.use_ssl),
    maxLatencyMs: Number(row.max_latency_ms),
    comment: String(row.comment ?? ''),
  };
}

function parseStatus(text: string): ServerStatus {
  const status = text.toUpperCase();
  // A lag-shunned server is shown as SHUNNED_REPLICATION_LAG by some versions; for placement it is SHUNNED.
  if (status.startsWith('SHUNNED')) return 'SHUNNED';
  return status === 'OFFLINE_SOFT' || status === 'OFFLINE_HARD' ? status : 'ONLINE';
}

/** The table's primary key. */
export function rowKey(row: ServerRow): string {
  return `${row.hostgroup}/${row.hostname}:${row.port}`;
}

/** The same in every hostgroup. */
export function serverKey(row: ServerRow): string {
  return endpointName({ host: row.hostname, port: row.port });
}

export function sameRow(a: ServerRow, b: ServerRow): boolean {
  return rowValues(a).join() === rowValues(b).join();
}

/** The row's values as SQLite literals, in the order of ROW_COLUMNS. */
export function rowValues(row: ServerRow): readonly string[] {
  return [
    String(row.hostgroup),
    quoteAdmin(row.hostname),
    String(row.port),
    String(row.gtidPort),
    quoteAdmin(row.status),
    String(row.weight),
    String(row.compression),
    String(row.maxConnections),
    String(row.maxReplicationLag),
    String(row.useSsl),
    String(row.maxLatencyMs),
    quoteAdmin(row.comment),
  ];
}
