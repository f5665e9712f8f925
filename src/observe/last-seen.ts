/**
 * What the primary had executed when it was last seen: what is missing after a failover can then be named. It changes with every write, so
 * it is kept in ProxySQL's `main` schema, which is memory: a restart of ProxySQL forgets it, and nothing is written to disk every second.
 */
import type { Row } from '../mysql/session.ts';
import { quoteAdmin } from '../proxysql/quote.ts';

export interface LastSeen {
  readonly serverUuid: string;
  /** Wall clock, ms since 1970: when it first had this, or later. */
  readonly at: number;
  /** Uptime of this host, in ms, when it last had most of the servers with it: since then another host may have promoted one of them. */
  readonly heldAtUptime: number;
  /** `gtid_executed`, as text: only a failover has to read it. */
  readonly gtidExecuted: string;
}

export const LAST_SEEN_COLUMNS = ['cluster', 'server_uuid', 'seen_at', 'host_uptime_ms', 'gtid_executed'];

export const CREATE_LAST_SEEN_TABLE =
  'CREATE TABLE IF NOT EXISTS main.proxysql_failover_seen (cluster VARCHAR PRIMARY KEY NOT NULL, server_uuid VARCHAR NOT NULL, ' +
  'seen_at VARCHAR NOT NULL, host_uptime_ms VARCHAR NOT NULL, gtid_executed VARCHAR NOT NULL)';

export const SELECT_LAST_SEEN = `SELECT ${LAST_SEEN_COLUMNS.join(', ')} FROM main.proxysql_failover_seen`;

export function replaceLastSeen(cluster: string, { serverUuid, at, heldAtUptime, gtidExecuted }: LastSeen): string {
  const values = [cluster, serverUuid, new Date(at).toISOString(), String(heldAtUptime), gtidExecuted].map(quoteAdmin);
  return `INSERT OR REPLACE INTO main.proxysql_failover_seen (${LAST_SEEN_COLUMNS.join(', ')}) VALUES (${values.join(', ')})`;
}

export function parseLastSeen(row: Row): LastSeen {
  return {
    serverUuid: row.server_uuid ?? '',
    at: Date.parse(row.seen_at ?? ''),
    heldAtUptime: Number(row.host_uptime_ms),
    gtidExecuted: row.gtid_executed ?? '',
  };
}
