/** Whether a cluster has come to rest, and if not, why. */
import type { Cluster } from '../../src/config/cluster.ts';
import type { DiagnosisName } from '../../src/diagnose/diagnosis.ts';
import { contains } from '../../src/mysql/gtid-set.ts';
import { parseMemory, SELECT_MEMORIES } from '../../src/observe/memory.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import type { ModelServer } from './mysql-server.ts';
import type { ModelProxysql } from './proxysql.ts';
import { BUILT } from './to-do.ts';
import type { Universe } from './universe.ts';

/**
 * Null where one writable primary is the writer in every table, and every other server follows it and serves reads. What
 * the program today leaves to a person, and says so (`diagnosis`), counts as settled: see BUILT.
 */
export function whyNotSettled(
  universe: Universe,
  proxysql: ModelProxysql,
  others: readonly ModelProxysql[],
  cluster: Cluster,
  diagnosis: DiagnosisName | null,
  rightPrimary: ModelServer,
): string | null {
  const mayBeReadOnly =
    (diagnosis === 'primaryReadOnly' && !BUILT.primaryBackReadOnly) ||
    (diagnosis === 'moreThanOneWritable' && !BUILT.fencing);
  const isStranger = (server: ModelServer): boolean =>
    diagnosis === 'moreThanOneWritable' && !BUILT.fencing && !server.readOnly && server !== rightPrimary;
  const someStranger = [...universe.servers.values()].some((one) => !one.readOnly && one !== rightPrimary);
  if (diagnosis === 'primaryNotInWriterHostgroup' && !BUILT.fencing && someStranger) return null;
  const isWriter = ({ hostgroup, hostname }: ServerRow): boolean => {
    const server = universe.serverAt({ host: hostname, port: 3306 });
    return hostgroup === cluster.writerHostgroup && !(server !== null && isStranger(server));
  };
  // The right primary restarted read-only: whoever has not followed it by then waits until a person has made it writable.
  if (!BUILT.primaryBackReadOnly && others.length > 1 && rightPrimary.readOnly) return null;
  // Too few are connected to the new primary to be certain of it, until the one it replaced follows it.
  if (!BUILT.rejoin && others.length > 1 && diagnosis === 'moreThanOneWritable') return null;
  // ProxySQL's monitor takes a read-only primary for a reader; memory still has it as the writer.
  const [writer, ...more] = (mayBeReadOnly ? proxysql.database.rows('main.mysql_servers') : proxysql.runtime).filter(
    isWriter,
  );
  if (writer === undefined)
    return diagnosis === 'moreThanOneWritable' && !BUILT.fencing ? null : 'ProxySQL has no writer';
  if (more.length > 0) return `ProxySQL has ${more.length + 1} writers`;
  const primary = universe.serverAt({ host: writer.hostname, port: writer.port });
  if (primary === null || !primary.isUp) return `the writer ${writer.hostname} is not up`;
  if (primary.readOnly && !mayBeReadOnly) return `the writer ${primary.name} is read-only`;
  if (writer.status !== 'ONLINE') return `the writer ${primary.name} is ${writer.status}`;
  for (const table of ['main.mysql_servers', 'disk.mysql_servers'] as const) {
    const names = proxysql.database
      .rows(table)
      .filter(isWriter)
      .map((row) => row.hostname);
    if (names.join() !== writer.hostname) return `${table} has the writers ${names.join(', ') || 'none'}`;
  }
  // Strays wait until there is one writable primary again.
  const mustWait = primary.readOnly || (diagnosis === 'moreThanOneWritable' && !BUILT.fencing && someStranger);
  for (const server of mustWait ? [] : universe.servers.values()) {
    if (server === primary || isStranger(server)) continue;
    const isAside = isQuarantined(proxysql, cluster, server);
    if (isAside && !BUILT.rejoin) continue;
    // It was promoted and died again before this ProxySQL followed: here it is a reader that follows nobody.
    if (!BUILT.rejoin && others.some((other) => isQuarantined(other, cluster, server))) continue;
    // It has what the primary lacks, or lacks what the primary has purged: what becomes of it is for a person to say.
    if (!contains(primary.received, server.received) || !contains(server.received, primary.purged)) continue;
    const reason = whyNotFollowing(universe, server, primary);
    if (reason !== null) return `${server.name} ${reason}`;
    if (isAside && !lags(server)) return `${server.name} follows and is still in quarantine`;
  }
  return hasRecovery(proxysql, cluster) && !mayBeReadOnly ? 'a recovery is unfinished' : null;
}

/** In quarantine, and in no other hostgroup of the cluster. */
export function isQuarantined(proxysql: ModelProxysql, cluster: Cluster, server: ModelServer): boolean {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  const own = proxysql.runtime.filter((row) => row.hostname === server.host).map((row) => row.hostgroup);
  return own.includes(quarantineHostgroup) && !own.includes(writerHostgroup) && !own.includes(readerHostgroup);
}

/** Half of maxReplicationLagMs: with more it does not come back. */
const FIT_MS = 5000;

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
