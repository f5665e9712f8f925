/** Whether a cluster has come to rest, and if not, why. */
import type { Cluster } from '../../src/config/cluster.ts';
import { contains } from '../../src/mysql/gtid-set.ts';
import { parseMemory, SELECT_MEMORIES } from '../../src/observe/memory.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import type { ModelServer } from './mysql-server.ts';
import type { ModelProxysql } from './proxysql.ts';
import type { Universe } from './universe.ts';

/** Null where one writable primary is the writer in every table, and every other server follows it and serves reads. */
export function whyNotSettled(
  universe: Universe,
  proxysql: ModelProxysql,
  cluster: Cluster,
  rightPrimary: ModelServer,
): string | null {
  // Nothing proves that it was my.cnf that made it read-only, and not a person: that one has to say.
  if (rightPrimary.readOnly && rightPrimary.hasRestartedTwice) return null;
  // Nor, where most of the others have what it lacks and cannot follow, that no other host has promoted one of them.
  const servers = [...universe.servers.values()];
  const canFollow = servers.filter(({ received }) => contains(rightPrimary.received, received));
  if (rightPrimary.readOnly && canFollow.length * 2 <= servers.length) return null;
  const isWriter = ({ hostgroup }: ServerRow): boolean => hostgroup === cluster.writerHostgroup;
  const [writer, ...more] = proxysql.runtime.filter(isWriter);
  if (writer === undefined) return 'ProxySQL has no writer';
  if (more.length > 0) return `ProxySQL has ${more.length + 1} writers`;
  const primary = universe.serverAt({ host: writer.hostname, port: writer.port });
  if (primary === null || !primary.isUp) return `the writer ${writer.hostname} is not up`;
  if (primary.readOnly) return `the writer ${primary.name} is read-only`;
  if (writer.status !== 'ONLINE') return `the writer ${primary.name} is ${writer.status}`;
  for (const table of ['main.mysql_servers', 'disk.mysql_servers'] as const) {
    const names = proxysql.database
      .rows(table)
      .filter(isWriter)
      .map((row) => row.hostname);
    if (names.join() !== writer.hostname) return `${table} has the writers ${names.join(', ') || 'none'}`;
  }
  for (const server of universe.servers.values()) {
    if (server === primary || server.isGone) continue;
    // It has what the primary lacks, or lacks what the primary has purged: what becomes of it is for a person to say.
    if (!contains(primary.received, server.received) || !contains(server.received, primary.purged)) continue;
    const reason = whyNotFollowing(universe, server, primary);
    if (reason !== null) return `${server.name} ${reason}`;
    if (isQuarantined(proxysql, cluster, server) && !lags(server))
      return `${server.name} follows and is still in quarantine`;
  }
  const { semiSync } = primary;
  if (semiSync !== null && primary.confirmingReplicas >= semiSync.waitForReplicaCount && !semiSync.isEnabled) {
    return `${primary.name} does not wait for its replicas`;
  }
  return hasRecovery(proxysql, cluster) ? 'a recovery is unfinished' : null;
}

/** In quarantine, and in no other hostgroup of the cluster. */
export function isQuarantined(proxysql: ModelProxysql, cluster: Cluster, server: ModelServer): boolean {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  const own = proxysql.runtime.filter((row) => row.hostname === server.host).map((row) => row.hostgroup);
  return own.includes(quarantineHostgroup) && !own.includes(writerHostgroup) && !own.includes(readerHostgroup);
}

/** Half of maxReplicationLagMs, and with more it does not come back; one that is about that never stays below it for long. */
const FIT_MS = 2500;

function lags(server: ModelServer): boolean {
  const { now } = server.universe.time;
  return [...server.channels.values()].some(({ relay: [next] }) => next !== undefined && now - next.at > FIT_MS);
}

function whyNotFollowing(universe: Universe, server: ModelServer, primary: ModelServer): string | null {
  if (!server.isUp) return 'is not up';
  if (!server.readOnly) return 'is writable';
  let at: ModelServer | null = server;
  for (let hop = 0; hop < 4 && at !== null; hop += 1) {
    if (at === primary) return null;
    const channel = at.channels.get('');
    if (channel === undefined) return `leads to ${at.name}, which follows nobody`;
    if (channel.thread !== 'connected') return `leads to ${at.name}, whose receiver is ${channel.thread}`;
    if (!channel.isApplying) return `leads to ${at.name}, whose applier is stopped`;
    at = universe.serverAt(channel.source);
  }
  return 'follows in circles';
}

/** A failover that no run has finished yet. */
export function hasRecovery(proxysql: ModelProxysql, cluster: Cluster): boolean {
  try {
    const memories = proxysql.query(SELECT_MEMORIES).rows.map(parseMemory);
    return memories.some((memory) => memory.cluster === cluster.name && memory.recovery !== null);
  } catch {
    return false;
  }
}
