import type { Settings } from '../settings.ts';

/**
 * ProxySQL's runtime hostgroups as data, and what a LOAD does to them (MySQL_HostGroups_Manager.cpp). Nothing here waits
 * or speaks to anyone.
 */

export type ServerStatus = 'ONLINE' | 'SHUNNED' | 'OFFLINE_SOFT' | 'OFFLINE_HARD';

/** A row of mysql_servers. */
export type ServerRow = {
  hostgroup: number;
  hostname: string;
  port: number;
  gtidPort: number;
  status: ServerStatus;
  weight: number;
  compression: number;
  maxConnections: number;
  maxReplicationLagS: number;
  useSsl: number;
  maxLatencyMs: number;
  comment: string;
};

/** A server in a hostgroup, with what ProxySQL knows of it besides its row. Changed in place, as sessions hold on to it. */
export type RuntimeServer = ServerRow & {
  /** Shunned for replication lag: shown as SHUNNED, ended only by the lag check. */
  shunnedForLag: boolean;
  /** Shunned by ProxySQL itself and so un-shunned by it; a SHUNNED row that was loaded never recovers. */
  shunnedAutomatically: boolean;
  /** Shunned by missed pings: connections in use are dropped when touched. */
  killAllConnections: boolean;
  lastErrorAtS: number;
  errorsInThatSecond: number;
  latencyMs: number;
  lagS: number | null;
  connectionsUsed: number;
  connectionsFree: number;
  connectionsOk: number;
  connectionsFailed: number;
  maxConnectionsUsed: number;
  queries: number;
  bytesSent: number;
  bytesReceived: number;
};

export type ReplicationHostgroups = { writer: number; reader: number; checkType: string; comment: string };

export type Hostgroups = {
  servers: RuntimeServer[];
  replication: ReplicationHostgroups[];
  /** host:port of servers whose read_only=0 has been seen since the last LOAD. */
  seenWritable: Set<string>;
};

export function emptyHostgroups(): Hostgroups {
  return { servers: [], replication: [], seenWritable: new Set() };
}

export function address(server: { hostname: string; port: number }): string {
  return `${server.hostname}:${server.port}`;
}

/** A server that has just got its row. */
export function newServer(row: ServerRow): RuntimeServer {
  return {
    ...row,
    shunnedForLag: false,
    shunnedAutomatically: false,
    killAllConnections: false,
    lastErrorAtS: 0,
    errorsInThatSecond: 0,
    latencyMs: 0,
    lagS: null,
    connectionsUsed: 0,
    connectionsFree: 0,
    connectionsOk: 0,
    connectionsFailed: 0,
    maxConnectionsUsed: 0,
    queries: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
}

/** Same hostgroup, host and port. */
export function sameRow(a: ServerRow, b: ServerRow): boolean {
  return a.hostgroup === b.hostgroup && address(a) === address(b);
}

/** A status set by anyone but the lag check. */
export function setStatus(server: RuntimeServer, status: ServerStatus): void {
  server.status = status;
  server.shunnedForLag = false;
}

/** Forgets OFFLINE_HARD servers without connections, as ProxySQL does whenever it writes its table anew. */
function purge(hostgroups: Hostgroups): void {
  hostgroups.servers = hostgroups.servers.filter(
    (server) => server.status !== 'OFFLINE_HARD' || server.connectionsUsed + server.connectionsFree > 0,
  );
}

/**
 * LOAD MYSQL SERVERS TO RUNTIME: the rows replace what runs, whatever the monitor had moved. Servers that lost
 * their row become OFFLINE_HARD; SHUNNED ones become ONLINE again when their row says so, except for lag.
 */
export function load(
  hostgroups: Hostgroups,
  rows: ServerRow[],
  replication: ReplicationHostgroups[],
  settings: Settings,
): void {
  purge(hostgroups);
  for (const server of hostgroups.servers) {
    if (!rows.some((row) => sameRow(row, server))) setStatus(server, 'OFFLINE_HARD');
  }
  for (const row of rows) {
    const server = hostgroups.servers.find((candidate) => sameRow(candidate, row));
    if (server === undefined) {
      hostgroups.servers.push(newServer(row));
      continue;
    }
    const { status, ...rest } = row;
    const stillLagging =
      server.shunnedForLag &&
      status === 'ONLINE' &&
      settings.evaluateReplicationLagOnServersLoad &&
      row.maxReplicationLagS > 0 &&
      server.lagS !== null &&
      server.lagS > row.maxReplicationLagS;
    if (server.status !== status && !stillLagging) {
      setStatus(server, status);
      if (status === 'SHUNNED') server.shunnedAutomatically = false;
    }
    Object.assign(server, rest);
    if (server.shunnedForLag && row.maxReplicationLagS === 0) setStatus(server, 'ONLINE');
  }
  hostgroups.replication = replication;
  hostgroups.seenWritable.clear();
  purge(hostgroups);
}

/** The rows of runtime_mysql_servers, in its order. */
export function runtimeRows(hostgroups: Hostgroups): RuntimeServer[] {
  purge(hostgroups);
  return [...hostgroups.servers].sort(
    (a, b) =>
      a.hostgroup - b.hostgroup || (a.hostname < b.hostname ? -1 : a.hostname > b.hostname ? 1 : 0) || a.port - b.port,
  );
}

/** Connections to such a server may not be used any more (MySQL_Connection::IsServerOffline). */
export function isOffline(server: RuntimeServer): boolean {
  return (
    server.status === 'OFFLINE_HARD' ||
    (server.status === 'SHUNNED' && server.shunnedForLag) ||
    (server.status === 'SHUNNED' && server.shunnedAutomatically && server.killAllConnections)
  );
}
