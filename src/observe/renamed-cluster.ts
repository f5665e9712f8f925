/** A cluster that has another name now, in the config or by the comment of its row: what was remembered under the old one is still true. */
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, type Row, sameEndpoint } from '../mysql/session.ts';
import { clustersFromProxysql } from './clusters.ts';
import { type ClusterMemory, parseMemory, UnreadableMemory } from './memory.ts';
import type { ObservedServer } from './observation.ts';
import type { ProxysqlFacts } from './proxysql.ts';

/** What stands under a name that no cluster has any more, of servers that ProxySQL has here; null where there is none, or more than one. */
export function memoryOfFormerName(
  { memories, replicationHostgroups }: ProxysqlFacts,
  inProxysql: readonly Endpoint[],
  configured: readonly Cluster[],
): ClusterMemory | null {
  const clusters = configured.length > 0 ? configured : clustersFromProxysql(replicationHostgroups);
  const found = [...memories.values()]
    .filter((row) => !clusters.some(({ name }) => name === row.cluster))
    .flatMap(readable)
    .filter(({ servers }) => servers.some((known) => inProxysql.some((endpoint) => sameEndpoint(known, endpoint))));
  return found.length === 1 ? (found[0] ?? null) : null;
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
