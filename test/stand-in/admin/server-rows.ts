import type { ServerRow, ServerStatus } from '../hostgroups/hostgroups.ts';

const STATUSES: ServerStatus[] = ['ONLINE', 'SHUNNED', 'OFFLINE_SOFT', 'OFFLINE_HARD'];

/** A row of mysql_servers, by column name, as data. */
export function serverRow(values: Record<string, string>): ServerRow {
  const upper = values.status?.toUpperCase();
  return {
    hostgroup: Number(values.hostgroup_id),
    hostname: values.hostname ?? '',
    port: Number(values.port),
    gtidPort: Number(values.gtid_port),
    status: STATUSES.find((status) => status === upper) ?? 'OFFLINE_HARD',
    weight: Number(values.weight),
    compression: Number(values.compression),
    maxConnections: Number(values.max_connections),
    maxReplicationLagS: Number(values.max_replication_lag),
    useSsl: Number(values.use_ssl),
    maxLatencyMs: Number(values.max_latency_ms),
    comment: values.comment ?? '',
  };
}

/** The values of a row of mysql_servers, in the order of its columns. */
export function serverValues(server: ServerRow): (string | number)[] {
  return [
    server.hostgroup,
    server.hostname,
    server.port,
    server.gtidPort,
    server.status,
    server.weight,
    server.compression,
    server.maxConnections,
    server.maxReplicationLagS,
    server.useSsl,
    server.maxLatencyMs,
    server.comment,
  ];
}

/** Rows as both server checksums see them: SHUNNED counts as ONLINE, OFFLINE_HARD not at all. */
export function clusterView(servers: ServerRow[]): (string | number)[][] {
  return servers
    .filter((server) => server.status !== 'OFFLINE_HARD')
    .map((server) => serverValues({ ...server, status: server.status === 'SHUNNED' ? 'ONLINE' : server.status }));
}
