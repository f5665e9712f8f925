/** Who follows whom, who takes writes, and what is remembered of whom, read from one observation. */
import { contains, type GtidSet, parseGtidSet, subtract, unionOf, uuidIn } from '../mysql/gtid-set.ts';
import { type Endpoint, endpointName, sameEndpoint } from '../mysql/session.ts';
import type { LastSeen } from '../observe/last-seen.ts';
import type {
  FailedPrimary,
  FormerPrimary,
  KnownServer,
  SetAside,
  SetAsideReplica,
  UnfinishedRecovery,
} from '../observe/memory.ts';
import type { AnsweringServer, Channel, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';

/** A server that answers and follows the primary over this channel. */
export interface Replica {
  readonly server: AnsweringServer;
  readonly channel: Channel;
}

export function nameOf(server: ObservedServer): string {
  return endpointName(server.endpoints[0]);
}

/** Null where nobody knows it; MariaDB has none. */
export function uuidOf(server: ObservedServer): string | null {
  return (server.answers ? server.facts.serverUuid : server.serverUuid) || null;
}

/** When the server's process started, by this host's clock, in ms since 1970; up to a second late, as Uptime is in whole seconds. */
export function startedAt({ at }: Observation, { facts }: AnsweringServer): number {
  return at - facts.uptimeSeconds * 1000;
}

export function knownServer(server: AnsweringServer): KnownServer {
  return { ...server.endpoints[0], serverUuid: server.facts.serverUuid };
}

export function isAt(server: ObservedServer, endpoint: Endpoint): boolean {
  return server.endpoints.some((own) => sameEndpoint(own, endpoint));
}

export function rowsOfServer(rows: readonly ServerRow[], server: ObservedServer): ServerRow[] {
  return rows.filter((row) => isAt(server, { host: row.hostname, port: row.port }));
}

/** Whether ProxySQL keeps the server in quarantine and nowhere else. */
export function isInQuarantine(observation: Observation, server: ObservedServer): boolean {
  const { quarantineHostgroup } = observation.cluster;
  const rows = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server);
  return rows.length > 0 && rows.every((row) => row.hostgroup === quarantineHostgroup);
}

/** Whether the server may neither serve nor be promoted. A replica that only its reads were taken from is one like any other. */
export function isQuarantined(observation: Observation, server: ObservedServer): boolean {
  const isAside = setAsideReplica(observation, server) !== null && !hasPersonsOrder(observation, server);
  return isInQuarantine(observation, server) && !isAside;
}

/** A status other than ONLINE in `mysql_servers` is an order, and nobody undoes it. */
export function hasPersonsOrder({ memoryRows }: Observation, server: ObservedServer): boolean {
  return rowsOfServer(memoryRows, server).some((row) => row.status !== 'ONLINE');
}

/** What is remembered of a replica whose reads this program sent elsewhere; null for every other server. */
export function setAsideReplica(observation: Observation, server: ObservedServer): SetAsideReplica | null {
  return setAsideAs(observation, server).find((one) => one.why !== 'formerPrimary') ?? null;
}

/** What is remembered of a primary that this program replaced, or of a server that it gave up, until it follows; null for every other server. */
export function setAsidePrimary(observation: Observation, server: ObservedServer): FormerPrimary | null {
  return setAsideAs(observation, server).find((one) => one.why === 'formerPrimary') ?? null;
}

/** In quarantine by a person's hand: with a status of its own, or neither this program nor, as far as it knows, another host has put it there. */
export function isKeptOut(observation: Observation, server: ObservedServer): boolean {
  const isOrder = hasPersonsOrder(observation, server) || setAsideAs(observation, server).length === 0;
  return isInQuarantine(observation, server) && isOrder;
}

/** Of the primary that failed: a person has ordered so since. What stood on the writer's row before was no order against a failover. */
export function isToldToStayOut(observation: Observation, server: ObservedServer): boolean {
  const { memory, memoryRows } = observation;
  const statusesIn = (rows: readonly ServerRow[]) => rowsOfServer(rows, server).map(({ status }) => status);
  const before = ['ONLINE', ...statusesIn(memory?.recovery?.rowsBefore ?? [])];
  return isInQuarantine(observation, server) && statusesIn(memoryRows).some((status) => !before.includes(status));
}

function setAsideAs({ memory }: Observation, server: ObservedServer): SetAside[] {
  return (memory?.setAside ?? []).filter((one) => isFailedPrimary(server, one));
}

export function isKnownAs(server: ObservedServer, known: KnownServer): boolean {
  const uuid = uuidOf(server);
  return uuid === null ? isAt(server, known) : uuid === known.serverUuid;
}

export function isFailedPrimary(server: ObservedServer, failed: FailedPrimary): boolean {
  const uuid = uuidOf(server);
  if (uuid !== null && failed.serverUuid !== null) return uuid === failed.serverUuid;
  return failed.endpoints.some((endpoint) => isAt(server, endpoint));
}

/**
 * Whether the channel leads to the server. A connected receiver has seen the source's server_uuid, which decides; one that is not
 * connected may still show the uuid of an earlier source, so its address counts too.
 */
export function follows(channel: Channel, server: ObservedServer): boolean {
  const uuid = uuidOf(server);
  if (uuid !== null && channel.sourceUuid !== '') {
    if (channel.sourceUuid === uuid) return true;
    if (channel.receiver === 'connected') return false;
  }
  return isAt(server, channel.source);
}

export function replicasOf(observation: Observation, source: ObservedServer): Replica[] {
  const replicas: Replica[] = [];
  for (const server of observation.servers) {
    if (!server.answers || server === source) continue;
    const channel = server.facts.channels.find((one) => follows(one, source));
    if (channel !== undefined) replicas.push({ server, channel });
  }
  return replicas;
}

export function connectedReplicasOf(observation: Observation, source: ObservedServer): Replica[] {
  return replicasOf(observation, source).filter(({ channel }) => channel.receiver === 'connected');
}

/**
 * Whether the channel leads where it led when the primary was last seen well, below a replica or left over on the primary itself: that tells
 * nothing of who is the primary.
 */
export function wasFartherThen(observation: Observation, { server, channel }: Replica): boolean {
  const { serverUuid } = server.facts;
  const sourceUuid = sourceUuidOf(observation, channel);
  return (observation.memory?.farther ?? []).some(
    (one) => one.serverUuid === serverUuid && one.sourceUuid === sourceUuid,
  );
}

/** A channel that was never connected knows none: of the server to which its address leads. Null where nobody knows. */
export function sourceUuidOf({ servers }: Observation, channel: Channel): string | null {
  if (channel.sourceUuid !== '') return channel.sourceUuid;
  const source = servers.find((server) => follows(channel, server));
  return source === undefined ? null : uuidOf(source);
}

/**
 * Whether the replica tells that its source is the primary: a person may have detached one that others followed all along, and who was below it
 * then tells nothing, unless this program has made the source writable.
 */
export function tellsOfPrimary(observation: Observation, source: ObservedServer, replica: Replica): boolean {
  const isPromoted = source.answers && source.facts.promotedSecondsAgo !== null;
  return isPromoted || !wasFartherThen(observation, replica);
}

/** Direct replicas, and the servers an unfinished failover chose, which may have been sent to another replica to fetch from it. */
export function replicasOfFailed(observation: Observation, failed: ObservedServer): Replica[] {
  const direct = replicasOf(observation, failed);
  const recovery = observation.memory?.recovery ?? null;
  if (recovery === null) return direct;
  const fetching = fartherReplicas(observation, failed, direct).filter(({ server }) => wasChosen(recovery, server));
  return [...direct, ...fetching];
}

/** Now, or before it was passed over. */
export function wasChosen({ promoting, passedOver }: UnfinishedRecovery, { facts }: AnsweringServer): boolean {
  return facts.serverUuid === promoting?.serverUuid || passedOver.includes(facts.serverUuid);
}

/** Servers that follow a replica instead of the primary: they are no candidates, but what they have must not be lost. */
export function fartherReplicas(
  observation: Observation,
  primary: ObservedServer,
  replicas: readonly Replica[],
): Replica[] {
  const near = new Set<ObservedServer>([primary, ...replicas.map(({ server }) => server)]);
  const farther: Replica[] = [];
  for (const source of observation.servers) {
    if (source === primary) continue;
    for (const replica of replicasOf(observation, source)) {
      if (near.has(replica.server) || isQuarantined(observation, replica.server)) continue;
      near.add(replica.server);
      farther.push(replica);
    }
  }
  return farther;
}

/** Everything the server has: executed, or received over any of its channels and still to be applied. */
export function receivedBy(server: AnsweringServer): GtidSet {
  return unionOf(server.facts.gtidExecuted, ...server.facts.channels.map((channel) => channel.retrieved));
}

/** Servers of the cluster that answer, may serve, and take writes. */
export function writableServers(observation: Observation): AnsweringServer[] {
  return observation.servers.filter(
    (server): server is AnsweringServer =>
      server.answers &&
      server.facts.unsupported === null &&
      !server.facts.readOnly &&
      !isQuarantined(observation, server) &&
      !isApart(observation, server),
  );
}

/**
 * Takes writes beside the cluster: ProxySQL sends it none of this cluster's, and it never had a part in it. A replica for reports, or the
 * primary of another cluster that is fed from this one, or was.
 */
export function isApart(observation: Observation, server: ObservedServer): boolean {
  if (!server.answers || server.facts.readOnly) return false;
  const { memory, memoryRows, runtimeRows, writersElsewhere } = observation;
  const isElsewhere = writersElsewhere.some((endpoint) => isAt(server, endpoint));
  const hasPlace = rowsOfServer([...memoryRows, ...runtimeRows], server).length > 0;
  if (!followsAny(observation, server) && (hasPlace || !isElsewhere)) return false;
  if (isInWriterHostgroup(observation, server) || (hasPlace && !isElsewhere)) return false;
  if (memory === null) return true;
  const { primary, recovery, setAside, givenUp } = memory;
  const roles = [primary, recovery?.promoting ?? null].filter((one) => one !== null);
  const failed = [...setAside, ...(recovery === null ? [] : [recovery.failedPrimary])];
  return (
    !roles.some((one) => isKnownAs(server, one)) &&
    !failed.some((one) => isFailedPrimary(server, one)) &&
    !givenUp.includes(server.facts.serverUuid)
  );
}

/** The second that Uptime and the clock may be apart. */
export const SAME_PROCESS_MS = 1500;

/** Of the recorded primary: whether its process is another one than at the last healthy look. */
export function hasRestarted({ memory }: Observation, { facts }: AnsweringServer): boolean {
  const before = memory?.primaryStartedAt ?? null;
  return before !== null && facts.processStartedAt - before > SAME_PROCESS_MS;
}

/** What was last seen of the primary, where that was the server with this server_uuid. */
export function lastSeenAs({ lastSeen }: Observation, serverUuid: string | null): LastSeen | null {
  return lastSeen?.serverUuid === serverUuid ? lastSeen : null;
}

/** What the server with this server_uuid had when it was last seen as the primary; null where it was not. */
export function executedWhenSeen(observation: Observation, serverUuid: string | null): GtidSet | null {
  const seen = lastSeenAs(observation, serverUuid);
  return seen === null ? null : parseGtidSet(seen.gtidExecuted);
}

/** Whether the server's process started after the primary was last seen; false where it never was. */
export function hasRestartedSinceLastSeen(observation: Observation, server: AnsweringServer): boolean {
  const { lastSeen } = observation;
  return lastSeen !== null && startedAt(observation, server) > lastSeen.at;
}

/**
 * Seconds since this program, on another host, made the server writable: after this host last saw `former` well, and after it put the server
 * itself into quarantine; null where it has not, or where that cannot be told.
 */
export function promotedInPlaceOf(
  observation: Observation,
  server: ObservedServer,
  former: ObservedServer,
): number | null {
  const { hostUptime, memory } = observation;
  if (server === former || !server.answers || server.facts.promotedSecondsAgo === null) return null;
  const { promotedSecondsAgo, serverUuid } = server.facts;
  // In another cluster.
  if (isApart(observation, server)) return null;
  if (memory?.givenUp.includes(serverUuid)) return null;
  // The former one was promoted later than it, and has come back to its place.
  const formerAgo = former.answers ? former.facts.promotedSecondsAgo : null;
  if (formerAgo !== null && formerAgo < promotedSecondsAgo) return null;
  const seen = isFencedElsewhere(observation, former)
    ? 0
    : (lastSeenAs(observation, uuidOf(former))?.heldAtUptime ?? null);
  const aside = setAsidePrimary(observation, server)?.asideAtUptime ?? null;
  // After a reboot of this host nothing that was written down before it can be compared.
  const known = [seen, aside].filter((one): one is number => one !== null && one <= hostUptime);
  if (known.length === 0) return null;
  return hostUptime - promotedSecondsAgo * 1000 > Math.max(...known) ? promotedSecondsAgo : null;
}

/** In the process in which it was seen well, and not by a person's hand: a host that knows another primary has made it read-only. */
function isFencedElsewhere(observation: Observation, former: ObservedServer): boolean {
  if (!former.answers || former !== knownPrimary(observation)) return false;
  const { readOnly, isReadOnlyByHand } = former.facts;
  const isSameProcess = observation.memory?.primaryStartedAt != null && !hasRestarted(observation, former);
  return readOnly && !isReadOnlyByHand && isSameProcess;
}

/**
 * Takes writes in the middle of a failover, and is a replica still: this program promotes none that is. The one it has chosen a person may
 * have made writable; where that one was restarted, its my.cnf did.
 */
export function isWritableByAccident(observation: Observation, server: AnsweringServer): boolean {
  const recovery = observation.memory?.recovery ?? null;
  if (recovery === null || server.facts.readOnly || isFailedPrimary(server, recovery.failedPrimary)) return false;
  const isChosen = recovery.promoting !== null && isKnownAs(server, recovery.promoting);
  return followsAny(observation, server) && (!isChosen || startedAt(observation, server) > recovery.startedAt);
}

/** The server last seen healthy as the primary, whatever has become of it. */
export function knownPrimary({ memory, servers }: Observation): ObservedServer | null {
  const known = memory?.primary ?? null;
  return (known !== null && servers.find((server) => isKnownAs(server, known))) || null;
}

/** The same, where it answers and may serve. */
export function recordedPrimary(observation: Observation): AnsweringServer | null {
  const server = knownPrimary(observation);
  return server?.answers && !isQuarantined(observation, server) ? server : null;
}

/**
 * Who has taken the place of the recorded primary, out of this host's sight or before it was here: most of those that followed that one
 * directly at the last healthy look follow it now, and have transactions of its own that the recorded one lacks. Null where that is not so.
 */
export function successorOf(observation: Observation): ObservedServer | null {
  const { memory, servers } = observation;
  const recorded = knownPrimary(observation);
  if (memory === null || recorded === null) return null;
  const had = recorded.answers ? recorded.facts.gtidExecuted : executedWhenSeen(observation, uuidOf(recorded));
  if (had === null) return null;
  const isInOffice = recorded.answers && !recorded.facts.readOnly && !hasRestarted(observation, recorded);
  const isSuccessor = (server: ObservedServer): boolean => {
    const uuid = uuidOf(server);
    if (server === recorded || uuid === null || followsAny(observation, server)) return false;
    // One that takes writes as before has no successor that takes none.
    if (isInOffice && (isQuarantined(observation, server) || (server.answers && server.facts.readOnly))) return false;
    const others = memory.followers.filter((follower) => follower !== uuid);
    const left = replicasOf(observation, server).filter(({ server: { facts } }) => others.includes(facts.serverUuid));
    if (left.length * 2 <= others.length) return false;
    const since = subtract(unionOf(...left.map((replica) => receivedBy(replica.server))), had);
    return [...since.keys()].some((key) => uuidIn(key) === uuid);
  };
  return servers.find(isSuccessor) ?? null;
}

export function isBehind(server: AnsweringServer, other: AnsweringServer): boolean {
  return !contains(server.facts.gtidExecuted, other.facts.gtidExecuted);
}

/** Its channels that lead to another server of this cluster; a multi-source server has others too. */
export function channelsWithin({ servers }: Observation, server: AnsweringServer): Channel[] {
  return server.facts.channels.filter((channel) =>
    servers.some((other) => other !== server && follows(channel, other)),
  );
}

/** Connected to a server of this cluster, wherever that one stands. */
export function isReplicating(observation: Observation, server: AnsweringServer): boolean {
  return channelsWithin(observation, server).some(({ receiver }) => receiver === 'connected');
}

/** A channel that the primary had while it was well (of an earlier change of primaries, or circular) makes it nobody's replica. */
export function followsAny(observation: Observation, server: ObservedServer): boolean {
  if (!server.answers) return false;
  const isTop = wasPrimary(observation, server);
  return channelsWithin(observation, server).some(
    (channel) => !isTop || !wasFartherThen(observation, { server, channel }),
  );
}

/** The recorded one, or the one that failed. */
function wasPrimary({ memory }: Observation, server: ObservedServer): boolean {
  const recovery = memory?.recovery ?? null;
  if (recovery !== null && isFailedPrimary(server, recovery.failedPrimary)) return true;
  return memory?.primary != null && isKnownAs(server, memory.primary);
}

/** In memory or at runtime. */
export function isInWriterHostgroup(observation: Observation, server: ObservedServer): boolean {
  const rows = [...observation.memoryRows, ...observation.runtimeRows];
  return rowsOfServer(rows, server).some((row) => row.hostgroup === observation.cluster.writerHostgroup);
}
