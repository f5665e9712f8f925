import { type Hostgroups, runtimeRows } from '../hostgroups/hostgroups.ts';
import type { BackendError, ClientSession } from './session-state.ts';

/** Rows of stats_mysql_connection_pool. */
export function connectionPoolRows(hostgroups: Hostgroups): (string | number)[][] {
  return runtimeRows(hostgroups).map((server) => [
    server.hostgroup,
    server.hostname,
    server.port,
    server.shunnedForLag ? 'SHUNNED_REPLICATION_LAG' : server.status,
    server.connectionsUsed,
    server.connectionsFree,
    server.connectionsOk,
    server.connectionsFailed,
    server.maxConnectionsUsed,
    server.queries,
    0,
    server.bytesSent,
    server.bytesReceived,
    Math.round(server.latencyMs * 1000),
  ]);
}

/** Counts errors that backends answered with, as stats_mysql_errors does. */
export type ErrorCounts = { record: (entry: BackendError) => void; rows: () => (string | number)[][] };

export function createErrorCounts(): ErrorCounts {
  const counted = new Map<string, { entry: BackendError; count: number; firstS: number; lastS: number }>();
  return {
    record: (entry) => {
      const { hostgroup, hostname, port } = entry.server;
      const key = JSON.stringify([hostgroup, hostname, port, entry.username, entry.schema, entry.error.errno]);
      const nowS = Math.floor(Date.now() / 1000);
      const before = counted.get(key);
      counted.set(key, { entry, count: (before?.count ?? 0) + 1, firstS: before?.firstS ?? nowS, lastS: nowS });
    },
    rows: () =>
      [...counted.values()].map(({ entry, count, firstS, lastS }) => [
        entry.server.hostgroup,
        entry.server.hostname,
        entry.server.port,
        entry.username,
        entry.clientAddress,
        entry.schema,
        entry.error.errno,
        count,
        firstS,
        lastS,
        entry.error.message,
      ]),
  };
}

/** Rows of stats_mysql_processlist. */
export function processlistRows(sessions: Iterable<ClientSession>): (string | number | null)[][] {
  return [...sessions].map((session) => [
    0,
    session.id,
    session.user.username,
    session.schema,
    session.socket.remoteAddress ?? '',
    session.socket.remotePort ?? 0,
    session.running?.hostgroup ?? session.user.defaultHostgroup,
    null,
    null,
    session.held?.server.hostname ?? null,
    session.held?.server.port ?? null,
    session.running === null ? 'Sleep' : session.held === null ? 'Connect' : 'Query',
    session.running === null ? 0 : Math.round(performance.now() - session.running.since),
    session.running?.text ?? null,
    0,
    null,
  ]);
}
