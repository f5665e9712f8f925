/** One look at one cluster. */
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, type OpenSession, sameEndpoint } from '../mysql/session.ts';
import { rowKey, type ServerRow, serverKey } from '../proxysql/server-rows.ts';
import { parseLastSeen } from './last-seen.ts';
import { type ClusterMemory, parseMemory } from './memory.ts';
import type { Observation } from './observation.ts';
import { type ProxysqlFacts, rowsOfCluster } from './proxysql.ts';
import { areTheSame, memoryOfFormerName } from './renamed-cluster.ts';
import type { LookTimeouts } from './server.ts';
import { lookAtServers } from './servers.ts';

export interface LookMoment {
  /** Wall clock, ms since 1970. */
  readonly at: number;
  /** ms */
  readonly hostUptime: number;
}

/** Asks every server of the cluster, given what ProxySQL just said. `configured`: every cluster that the config names. */
export async function lookAtCluster(
  cluster: Cluster,
  proxysql: ProxysqlFacts,
  open: OpenSession,
  timeouts: LookTimeouts,
  { at, hostUptime }: LookMoment,
  configured: readonly Cluster[],
): Promise<Observation> {
  const memoryRows = rowsOfCluster(proxysql.memoryRows, cluster);
  const runtimeRows = rowsOfCluster(proxysql.runtimeRows, cluster);
  const inProxysql = [...memoryRows, ...runtimeRows].map((row) => ({ host: row.hostname, port: row.port }));
  const row = proxysql.memories.get(cluster.name);
  const written = row === undefined ? null : parseMemory(row);
  const isForeign = written !== null && isOfAnother(written, inProxysql);
  const former = row === undefined ? memoryOfFormerName(proxysql, cluster, configured) : null;
  const isRenamed =
    former !== null && areTheSame(former, await lookAtServers({ inProxysql, remembered: [] }, open, timeouts));
  const renamed = isRenamed ? { ...former, cluster: cluster.name } : null;
  const memory = isForeign ? null : (written ?? renamed);
  const lastSeen = isForeign ? undefined : proxysql.lastSeen.get(cluster.name);
  const remembered = [...(memory?.servers ?? []), ...(memory?.recovery?.promoting ? [memory.recovery.promoting] : [])];
  return {
    cluster,
    at,
    hostUptime,
    memoryRows,
    runtimeRows,
    diskRows: rowsOfCluster(proxysql.diskRows, cluster),
    writersElsewhere: writersElsewhere(cluster, proxysql, configured),
    deletedElsewhere: deletedElsewhere(proxysql, runtimeRows),
    replicationHostgroups: proxysql.replicationHostgroups,
    hasPeers: proxysql.hasPeers,
    servers: await lookAtServers({ inProxysql, remembered }, open, timeouts),
    lastSeen: lastSeen === undefined ? (memory?.lastSeen ?? null) : parseLastSeen(lastSeen),
    memory,
    formerName: isRenamed ? former.cluster : null,
  };
}

function writersElsewhere(
  cluster: Cluster,
  { memoryRows, runtimeRows, replicationHostgroups }: ProxysqlFacts,
  configured: readonly Cluster[],
): Endpoint[] {
  const others = [...configured, ...replicationHostgroups]
    .map(({ writerHostgroup }) => writerHostgroup)
    .filter((writerHostgroup) => writerHostgroup !== cluster.writerHostgroup);
  return [...memoryRows, ...runtimeRows]
    .filter(({ hostgroup }) => others.includes(hostgroup))
    .map(({ hostname: host, port }) => ({ host, port }));
}

/** Between the hostgroups of a pair ProxySQL's monitor moves servers, at runtime alone: there only a server that is gone counts. */
function deletedElsewhere(
  { memoryRows, runtimeRows, replicationHostgroups }: ProxysqlFacts,
  own: readonly ServerRow[],
): ServerRow[] {
  const paired = replicationHostgroups.flatMap((pair) => [pair.writerHostgroup, pair.readerHostgroup]);
  const rows = new Set(memoryRows.map(rowKey));
  const servers = new Set(memoryRows.map(serverKey));
  return runtimeRows.filter(
    (row) =>
      !own.includes(row) && !(paired.includes(row.hostgroup) ? servers.has(serverKey(row)) : rows.has(rowKey(row))),
  );
}

/** The name stood for other servers before: nothing that is remembered of those is true of these. */
function isOfAnother({ servers }: ClusterMemory, inProxysql: readonly Endpoint[]): boolean {
  if (servers.length === 0 || inProxysql.length === 0) return false;
  return !servers.some((known) => inProxysql.some((endpoint) => sameEndpoint(known, endpoint)));
}
