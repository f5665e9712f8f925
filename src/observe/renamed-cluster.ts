/** A cluster that has another name now, in the config or by the comment of its row: what was remembered under the old one is still true. */
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, type Row, sameEndpoint } from '../mysql/session.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { clustersFromProxysql } from './clusters.ts';
import { type ClusterMemory, parseMemory, UnreadableMemory } from './memory.ts';
import type { ObservedServer } from './observation.ts';
import { type ProxysqlFacts, rowsOfCluster } from './proxysql.ts';

/**
 * What stands under a name that no cluster has any more, where it fits this one and none beside it; null where there is none, or more than
 * one.
 */
export function memoryOfFormerName(
  { memories, memoryRows, runtimeRows, replicationHostgroups }: ProxysqlFacts,
  cluster: Cluster,
  configured: readonly Cluster[],
): ClusterMemory | null {
  const clusters = configured.length > 0 ? configured : clustersFromProxysql(replicationHostgroups);
  const others = clusters.filter(({ name }) => name !== cluster.name);
  const rows = [...memoryRows, ...runtimeRows];
  const found = [...memories.values()]
    .filter((row) => !clusters.some(({ name }) => name === row.cluster))
    .flatMap(readable)
    .filter((memory) => fits(memory, rows, cluster) && !others.some((other) => fits(memory, rows, other)));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * The primary is in the cluster's hostgroups, and no other server is in others only: the cluster may have been split, or the memory be that of
 * a cluster in another config file, with which this one shares a replica.
 */
function fits({ primary, servers }: ClusterMemory, rows: readonly ServerRow[], cluster: Cluster): boolean {
  const own = rowsOfCluster(rows, cluster);
  const isAmong = (among: readonly ServerRow[], known: Endpoint): boolean =>
    among.some(({ hostname: host, port }) => sameEndpoint(known, { host, port }));
  if (primary === null || !isAmong(own, primary)) return false;
  return servers.every((known) => isAmong(own, known) || !isAmong(rows, known));
}

/** What cannot be read is nobody's any more. */
function readable(row: Row): ClusterMemory[] {
  try {
    return [parseMemory(row)];
  } catch (error) {
    if (!(error instanceof UnreadableMemory)) throw error;
    return [];
  }
}

/** Whether one of them answers, and each that does is the server that it was. */
export function areTheSame({ servers }: ClusterMemory, seen: readonly ObservedServer[]): boolean {
  const uuids = servers.flatMap((known) => {
    const server = seen.find(({ endpoints }) => endpoints.some((endpoint) => sameEndpoint(endpoint, known)));
    return server?.answers ? [[server.facts.serverUuid, known.serverUuid]] : [];
  });
  return uuids.length > 0 && uuids.every(([now, then]) => now === then);
}
