/** Which readers should not serve reads now, and which of those that were set aside may serve again. */
import type { Cluster } from '../config/cluster.ts';
import { contains, parseGtidSet } from '../mysql/gtid-set.ts';
import type { AnsweringServer, Channel, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { lagsMoreThan, whyNotReplicating } from './replicating.ts';
import {
  follows,
  hasPersonsOrder,
  isQuarantined,
  nameOf,
  replicasOf,
  rowsOfServer,
  setAsideReplica,
  uuidOf,
} from './topology.ts';

export interface ReaderLimits {
  readonly maxReplicationLagMs: number;
}

export interface Trouble {
  readonly kind: 'doesNotAnswer' | 'doesNotReplicate' | 'lags';
  readonly because: string;
}

export interface ReaderTrouble {
  readonly server: AnsweringServer;
  readonly kind: 'doesNotReplicate' | 'lags';
  readonly because: string;
}

/** So long a trouble, or its end, must last: a receiver that reconnects after a restart is no reason to move anybody. */
const LASTS_MS = 5000;
/** Replicas of replicas of replicas are as far as a trouble above is looked for. */
const MAX_HOPS = 3;

/**
 * Readers with a trouble that has lasted; none where no other reader is well, as old data are better than none. For one that lags the primary
 * is no other reader: a single large transaction puts all replicas behind, and all reads would go there.
 */
export function readersToSetAside(
  observation: Observation,
  primary: AnsweringServer,
  limits: ReaderLimits,
): ReaderTrouble[] {
  const { memory, at } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const well = wellReaders(observation, primary, limits);
  return readersOf(observation).flatMap((server): ReaderTrouble[] => {
    if (!server.answers || server === primary || hasPersonsOrder(observation, server)) return [];
    const trouble = troubleOf(observation, primary, server, limits.maxReplicationLagMs);
    if (trouble === null || trouble.kind === 'doesNotAnswer' || !hasLasted(sinceOf(observation, server), at)) return [];
    if (!well.some((other) => other !== primary || trouble.kind !== 'lags')) return [];
    return [{ server, kind: trouble.kind, because: trouble.because }];
  });
}

/**
 * Set aside and well for a while; also, at once, a reader that is not well where otherwise nobody would answer reads. A run may have
 * been cut off between the rewrite and its LOAD, so it is runtime that counts.
 */
export function readersToReadmit(
  observation: Observation,
  primary: AnsweringServer,
  limits: ReaderLimits,
): AnsweringServer[] {
  const { cluster, memory, at, servers, runtimeRows } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const readers = readersOf(observation);
  const nobodyReads = readers.every((one) => !one.answers && hasLasted(sinceOf(observation, one), at));
  return servers.filter((server): server is AnsweringServer => {
    if (!server.answers || server === primary) return false;
    const isAside = rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.quarantineHostgroup);
    const remembered = setAsideReplica(observation, server);
    if (!isAside || remembered === null || hasPersonsOrder(observation, server)) return false;
    const wasReader = remembered.why !== 'catchesUp' && sourceOf(observation, primary, server) !== null;
    if (nobodyReads && wasReader) return true;
    return hasLasted(remembered.wellSince, at) && isFit(observation, primary, server, limits);
  });
}

/** Whether the primary serves reads because no other reader was left, and one is well again. */
export function isReaderInVain(observation: Observation, primary: AnsweringServer, limits: ReaderLimits): boolean {
  const { cluster, memory, memoryRows, runtimeRows } = observation;
  if (memory?.readsOnPrimary !== true || memory.recovery !== null) return false;
  const rows = rowsOfServer([...memoryRows, ...runtimeRows], primary);
  const isReader = rows.some((row) => row.hostgroup === cluster.readerHostgroup);
  return isReader && wellReaders(observation, primary, limits).some((server) => server !== primary);
}

/** Whether one that was set aside could serve reads: with a lag of at most half of what is too much, so that it does not go in and out. */
export function isFit(
  observation: Observation,
  primary: AnsweringServer,
  server: AnsweringServer,
  { maxReplicationLagMs }: ReaderLimits,
): boolean {
  const mustHave = setAsideReplica(observation, server)?.mustHave ?? '';
  return (
    troubleOf(observation, primary, server, maxReplicationLagMs / 2) === null &&
    contains(server.facts.gtidExecuted, parseGtidSet(mustHave))
  );
}

/** Servers to which ProxySQL sends reads, or would. */
export function readersOf({ cluster, memoryRows, runtimeRows, servers }: Observation): ObservedServer[] {
  const isIn = (server: ObservedServer, hostgroup: number) =>
    rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === hostgroup);
  const isOnlyInMemory = (server: ObservedServer) => rowsOfServer(runtimeRows, server).length === 0;
  return servers.filter((server) => {
    if (isIn(server, cluster.readerHostgroup)) return true;
    const inMemory = rowsOfServer(memoryRows, server);
    return isOnlyInMemory(server) && inMemory.some((row) => row.hostgroup === cluster.readerHostgroup);
  });
}

/** Null where the server brings its reads what the primary has. */
export function troubleOf(
  observation: Observation,
  primary: AnsweringServer,
  server: ObservedServer,
  maxLagMs: number,
  hops = 0,
): Trouble | null {
  if (server === primary) return null;
  if (!server.answers) return { kind: 'doesNotAnswer', because: server.message };
  // It is reported as what it is.
  if (server.facts.unsupported !== null) return null;
  const above = sourceOf(observation, primary, server);
  if (above === null) return { kind: 'doesNotReplicate', because: 'it follows no server of this cluster' };
  const because = whyNotReplicating(above.channel);
  if (because !== null) return { kind: 'doesNotReplicate', because };
  if (lagsMoreThan(above.channel, maxLagMs)) {
    return { kind: 'lags', because: `it is ${above.channel.lagSeconds} s behind` };
  }
  if (hops === MAX_HOPS) return null;
  const trouble = troubleOf(observation, primary, above.source, maxLagMs, hops + 1);
  // Its receiver is connected: the source only does not answer this host.
  if (trouble === null || trouble.kind === 'doesNotAnswer') return null;
  return { kind: trouble.kind, because: `its source ${nameOf(above.source)}: ${trouble.because}` };
}

interface Source {
  readonly source: ObservedServer;
  readonly channel: Channel;
}

function sourceOf(observation: Observation, primary: AnsweringServer, server: AnsweringServer): Source | null {
  const others = observation.servers.filter(
    (other) => other !== primary && other !== server && !isQuarantined(observation, other),
  );
  for (const source of [primary, ...others]) {
    const channel = server.facts.channels.find((one) => follows(one, source));
    if (channel !== undefined) return { source, channel };
  }
  return null;
}

function wellReaders(observation: Observation, primary: AnsweringServer, limits: ReaderLimits): ObservedServer[] {
  const { cluster, runtimeRows } = observation;
  return readersOf(observation).filter((server) => {
    const serves = rowsOfServer(runtimeRows, server).some((row) => servesReads(row, cluster));
    return (
      serves &&
      server.answers &&
      !hasPersonsOrder(observation, server) &&
      !isDelayed(observation, server) &&
      troubleOf(observation, primary, server, limits.maxReplicationLagMs) === null
    );
  });
}

/** Whether ProxySQL sends reads there by this row. */
export function servesReads(row: ServerRow, { readerHostgroup }: Cluster): boolean {
  return row.hostgroup === readerHostgroup && row.status === 'ONLINE' && row.weight > 0;
}

/** Old data on purpose: nobody's reads are sent there instead. */
function isDelayed(observation: Observation, server: AnsweringServer): boolean {
  return observation.servers.some((source) =>
    replicasOf(observation, source).some((one) => one.server === server && one.channel.delaySeconds > 0),
  );
}

function sinceOf({ memory }: Observation, server: ObservedServer): number | null {
  const uuid = uuidOf(server);
  const trouble = memory?.troubledReaders.find(({ serverUuid }) => serverUuid === uuid);
  return trouble === undefined || trouble.endedAt != null ? null : trouble.since;
}

export function hasLasted(since: number | null, at: number): boolean {
  return since !== null && at - since >= LASTS_MS;
}
