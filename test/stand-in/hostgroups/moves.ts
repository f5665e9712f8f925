import type { Settings } from '../settings.ts';
import {
  address,
  type Hostgroups,
  newServer,
  type ReplicationHostgroups,
  type RuntimeServer,
  type ServerRow,
  sameRow,
  setStatus,
} from './hostgroups.ts';

/** What the monitor's findings do to the hostgroups (MySQL_HostGroups_Manager.cpp, read_only_action_v2). */

/** The addresses the read_only monitor asks, and with which check: those with a row in a pair that is not OFFLINE. */
export function readOnlyTargets(hostgroups: Hostgroups): { hostname: string; port: number; checkType: string }[] {
  const targets = new Map<string, { hostname: string; port: number; checkType: string }>();
  for (const pair of hostgroups.replication) {
    for (const server of hostgroups.servers) {
      if (server.hostgroup !== pair.writer && server.hostgroup !== pair.reader) continue;
      if (server.status === 'OFFLINE_SOFT' || server.status === 'OFFLINE_HARD') continue;
      const { hostname, port } = server;
      if (!targets.has(address(server))) targets.set(address(server), { hostname, port, checkType: pair.checkType });
    }
  }
  return [...targets.values()];
}

function copyTo(hostgroups: Hostgroups, source: RuntimeServer, hostgroup: number): void {
  if (source.status === 'SHUNNED') setStatus(source, 'ONLINE');
  const row: ServerRow = {
    hostgroup,
    hostname: source.hostname,
    port: source.port,
    gtidPort: source.gtidPort,
    status: source.status,
    weight: source.weight,
    compression: source.compression,
    maxConnections: source.maxConnections,
    maxReplicationLagS: source.maxReplicationLagS,
    useSsl: source.useSsl,
    maxLatencyMs: source.maxLatencyMs,
    comment: source.comment,
  };
  const existing = hostgroups.servers.find((server) => sameRow(server, row));
  if (existing?.status === 'OFFLINE_HARD') {
    Object.assign(existing, { ...row, status: 'ONLINE' });
  } else if (existing === undefined) {
    hostgroups.servers.push(newServer(row));
  }
}

/**
 * What the read_only monitor does with one answer (read_only_action_v2), each server judged alone. Returns whether
 * anything moved. read_only=0 and in no writer hostgroup: copied there from its readers, and taken out of them only
 * without writer_is_also_reader. read_only=1 and a writer: copied to the reader hostgroup, taken out of the writer's.
 */
export function applyReadOnly(
  hostgroups: Hostgroups,
  hostname: string,
  port: number,
  readOnly: boolean,
  settings: Settings,
): boolean {
  const here = hostgroups.servers.filter(
    (server) => server.hostname === hostname && server.port === port && server.status !== 'OFFLINE_HARD',
  );
  const nodes = (side: 'writer' | 'reader'): { server: RuntimeServer; pair: ReplicationHostgroups }[] =>
    hostgroups.replication.flatMap((pair) =>
      here.filter((server) => server.hostgroup === pair[side]).map((server) => ({ server, pair })),
    );
  const writers = nodes('writer');
  const readers = nodes('reader');
  const key = `${hostname}:${port}`;
  const remove = (server: RuntimeServer): void => setStatus(server, 'OFFLINE_HARD');

  if (readOnly) {
    hostgroups.seenWritable.delete(key);
    if (writers.length === 0) return false;
    for (const { server, pair } of writers) {
      if (!readers.some((reader) => reader.pair === pair)) copyTo(hostgroups, server, pair.reader);
    }
    for (const { server } of writers) remove(server);
    return true;
  }
  const missing = readers.filter((reader) => !writers.some((writer) => writer.pair === reader.pair));
  if (writers.length > 0) {
    if (hostgroups.seenWritable.has(key)) return false;
    if (missing.length === 0) {
      hostgroups.seenWritable.add(key);
      return false;
    }
  } else if (readers.length === 0) {
    return false;
  }
  for (const { server, pair } of missing) copyTo(hostgroups, server, pair.writer);
  if (!settings.monitorWriterIsAlsoReader) for (const { server } of readers) remove(server);
  return true;
}

/** Replication lag of one server: shuns its rows with a max_replication_lag above which it lags, and takes that back. */
export function applyReplicationLag(hostgroups: Hostgroups, hostname: string, port: number, lagS: number | null): void {
  for (const server of hostgroups.servers) {
    if (server.hostname !== hostname || server.port !== port || server.maxReplicationLagS === 0) continue;
    server.lagS = lagS;
    const lagging = lagS !== null && lagS > server.maxReplicationLagS;
    if (server.status === 'ONLINE' && lagging) {
      server.status = 'SHUNNED';
      server.shunnedForLag = true;
    } else if (server.shunnedForLag && !lagging) {
      setStatus(server, 'ONLINE');
    }
  }
}
