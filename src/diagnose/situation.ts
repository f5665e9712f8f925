/** The facts that the diagnosis table asks for, drawn once from an observation. */
import {
  contains,
  EMPTY_GTID_SET,
  type GtidSet,
  isEmpty,
  ofOtherServers,
  ofServers,
  subtract,
  unionOf,
  uuidIn,
} from '../mysql/gtid-set.ts';
import type { NoAnswerReason } from '../mysql/session.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer, SilentServer } from '../observe/observation.ts';
import { type ErrantReplica, errantReplicas } from './errant.ts';
import { type ReturnedPrimary, returnedPrimaries } from './former-primary.ts';
import { type IdentifiedPrimary, identifyPrimary } from './identified-primary.ts';
import { type MovedPrimary, movedPrimary, type Rival, rivalsOf } from './moved-primary.ts';
import { isReaderInVain, type ReaderTrouble, readersToReadmit, readersToSetAside } from './readers.ts';
import { isRefusedBySource, lagsMoreThan, whyNotReplicating } from './replicating.ts';
import {
  follows,
  followsAny,
  hasPersonsOrder,
  hasRestarted,
  hasRestartedSinceLastSeen,
  isApart,
  isFailedPrimary,
  isInWriterHostgroup,
  isKeptOut,
  isKnownAs,
  isQuarantined,
  isToldToStayOut,
  isWritableByAccident,
  nameOf,
  promotedInPlaceOf,
  type Replica,
  receivedBy,
  replicasOf,
  replicasOfFailed,
  rowsOfServer,
  setAsideReplica,
  uuidOf,
  writableServers,
} from './topology.ts';
import { agreeingOf, neededOf, type QuorumMode, votersOf } from './voters.ts';
import {
  connectedTo,
  hasGivenUp,
  isConfirmedBy,
  missingIt,
  suspectsAmong,
  turnedAway,
  wasAskedInVain,
} from './witnesses.ts';
import { judgeWritable, type WritableServers } from './writable.ts';
import { type AmissWriters, amissWriters, haveStayedAmiss } from './writer-hostgroup.ts';

export interface Limits {
  readonly maxReplicationLagMs: number;
  readonly autoRejoin: boolean;
  readonly quorum: QuorumMode;
}

/**
 * How the primary is doing, seen from this host alone.
 * - `answers`: it told us everything. `alive`: it answered with an error.
 * - `gone`: nothing answers there, the first half of the evidence for a failover. `unclear`: this host cannot tell.
 */
type PrimaryState = 'answers' | 'alive' | 'gone' | 'unclear';

export interface Situation {
  readonly observation: Observation;
  readonly limits: Limits;
  readonly primary: IdentifiedPrimary | null;
  readonly primaryState: PrimaryState;
  readonly writable: readonly AnsweringServer[];
  /** In quarantine, and not because one has taken their place: writes go to none of them, nor to anybody else. */
  readonly withdrawn: readonly AnsweringServer[];
  /** Another server is the primary than this ProxySQL has; null unless that is certain. */
  readonly moved: MovedPrimary | null;
  /** Those of them that an earlier run began to promote and gave up. */
  readonly givenUp: readonly AnsweringServer[];
  readonly judged: WritableServers;
  /** Servers that may be the primary by now: another host may have made them so. */
  readonly rivals: readonly Rival[];
  /** Servers that answer and follow the primary, and one that an unfinished failover lets fetch from another replica. */
  readonly replicas: readonly Replica[];
  /** Where the primary answers: what it and they do not have in common. */
  readonly comparison: SetComparison;
  /** Neither the primary nor in quarantine, and not answering. */
  readonly silent: readonly SilentServer[];
  /** Replicas whose receiver is connected to the primary: for them it is alive, unless they were asked in vain and hear nothing. */
  readonly connected: readonly Replica[];
  /** Replicas that lost the primary themselves; one whose receiver a person stopped is none. */
  readonly witnesses: readonly Replica[];
  /** Replicas that the primary has just refused: it is alive. */
  readonly turnedAway: readonly Replica[];
  /** Replicas that do not know yet whether the primary is there, and that nobody has asked lately. */
  readonly suspects: readonly Replica[];
  /** Those whose receiver is connected and could not be stopped to ask. */
  readonly askedInVain: readonly Replica[];
  /** A replica was asked lately and is connected, or was turned away. */
  readonly isConfirmedAlive: boolean;
  /** Servers that answer and follow a server in quarantine, without a transaction the primary lacks. */
  readonly strays: readonly Replica[];
  /** Replicas that an earlier run stopped and could not start again. */
  readonly idle: readonly Replica[];
  /** Replicas that no longer look for the primary, which is there. */
  readonly gaveUp: readonly Replica[];
  readonly broken: readonly BrokenServer[];
  readonly lagging: readonly Replica[];
  readonly errant: readonly ErrantReplica[];
  readonly unsupported: readonly AnsweringServer[];
  /** Former primaries in quarantine that answer, and what becomes of them. */
  readonly returned: readonly ReturnedPrimary[];
  /** Readers that have been in trouble for a while, where another one can serve. */
  readonly toSetAside: readonly ReaderTrouble[];
  /** Set aside, and fit to serve reads again. */
  readonly toReadmit: readonly AnsweringServer[];
  /** The primary serves reads only until another reader is back, and one is. */
  readonly primaryReadsInVain: boolean;
  /** Servers in quarantine that answer, and that wait for a person. */
  readonly quarantined: readonly AnsweringServer[];
  readonly primaryInWriterHostgroup: boolean;
  /** Null where all is well with the writer hostgroup at runtime, or has not been amiss for long. */
  readonly amissWriters: AmissWriters | null;
  /** The server an unfinished failover chose; null where there is none. */
  readonly promoting: ObservedServer | null;
}

interface SetComparison {
  readonly onlyReplicas: GtidSet;
  readonly onlyPrimary: GtidSet;
}

interface BrokenServer {
  readonly server: ObservedServer;
  readonly because: string;
}

export function drawSituation(observation: Observation, limits: Limits): Situation {
  const primary = identifyPrimary(observation);
  const server = primary?.server ?? null;
  const replicas = server === null ? [] : replicasOfFailed(observation, server);
  const recovering = observation.memory?.recovery != null;
  const known = observation.memory?.recovery?.promoting ?? null;
  const strays = server === null ? [] : straysFrom(observation, server);
  const connected = server === null ? [] : connectedTo(observation, server);
  const refused = turnedAway(replicas, observation);
  const writable = writableServers(observation);
  const returned = server?.answers ? returnedPrimaries(observation, server, limits) : [];
  return {
    observation,
    limits,
    primary,
    primaryState: primaryStateOf(server),
    writable,
    withdrawn: withdrawnWriters(observation),
    moved: movedPrimary(observation),
    rivals: server === null ? [] : rivalsOf(observation, server),
    givenUp: givenUpAndWritable(observation),
    judged: judgeWritable(observation, writable),
    replicas,
    silent: observation.servers.filter(
      (one): one is SilentServer => !one.answers && one !== server && !isQuarantined(observation, one),
    ),
    comparison: server === null ? NO_DIFFERENCE : compareSets(server, replicas),
    connected,
    witnesses: [
      ...missingIt(replicas, observation),
      ...replicas.filter(({ channel }) => recovering && server !== null && !follows(channel, server)),
    ],
    turnedAway: refused,
    suspects: suspectsAmong(replicas, connected, observation),
    askedInVain: replicas.filter((replica) => wasAskedInVain(replica, observation)),
    isConfirmedAlive: isConfirmedBy(connected, observation) || refused.length > 0,
    strays,
    idle: server === null ? [] : haltedAmong(replicasOf(observation, server), observation.memory),
    gaveUp: server?.answers ? givenUpAmong(observation, server) : [],
    broken: server === null ? [] : brokenServers(observation, server, replicas, strays),
    lagging: replicas.filter(({ channel }) => lagsMoreThan(channel, limits.maxReplicationLagMs)),
    errant: server?.answers
      ? errantReplicas(
          server,
          replicas.filter((replica) => !isApart(observation, replica.server)),
        )
      : [],
    unsupported: observation.servers.filter(
      (one): one is AnsweringServer => one.answers && one.facts.unsupported !== null,
    ),
    returned,
    toSetAside: server?.answers ? readersToSetAside(observation, server, limits) : [],
    toReadmit: server?.answers ? readersToReadmit(observation, server, limits) : [],
    primaryReadsInVain: server?.answers === true && isReaderInVain(observation, server, limits),
    quarantined: observation.servers.filter(
      (one): one is AnsweringServer =>
        one.answers &&
        one !== server &&
        isQuarantined(observation, one) &&
        !returned.some(({ server: other, state }) => other === one && state.kind !== 'leftToAPerson'),
    ),
    primaryInWriterHostgroup: server !== null && isInWriterHostgroup(observation, server),
    amissWriters: server?.answers && haveStayedAmiss(observation) ? amissWriters(observation, server) : null,
    promoting: known === null ? null : (observation.servers.find((one) => isKnownAs(one, known)) ?? null),
  };
}

/** An earlier run could not tell which of them is the primary. */
function withdrawnWriters(observation: Observation): AnsweringServer[] {
  const { servers, memory } = observation;
  if (memory?.recovery != null || servers.some((server) => isInWriterHostgroup(observation, server))) return [];
  return servers.filter(
    (server): server is AnsweringServer =>
      server.answers && !server.facts.readOnly && isKeptOut(observation, server) && !followsAny(observation, server),
  );
}

const NO_DIFFERENCE: SetComparison = { onlyReplicas: EMPTY_GTID_SET, onlyPrimary: EMPTY_GTID_SET };

function compareSets(primary: ObservedServer, replicas: readonly Replica[]): SetComparison {
  if (!primary.answers) return NO_DIFFERENCE;
  const { gtidExecuted, serverUuid } = primary.facts;
  const received = unionOf(...replicas.map(receivedOverChannel));
  const more = replicas.map((replica) => {
    const set = subtract(receivedOverChannel(replica), gtidExecuted);
    // MySQL sends nothing to a replica that has more of the source's own than the source: these are newer than what the primary said.
    return replica.channel.receiver === 'connected' ? ofOtherServers(set, serverUuid) : set;
  });
  return { onlyReplicas: unionOf(...more), onlyPrimary: subtract(gtidExecuted, received) };
}

/** Its my.cnf made it read-only when it came back; that it is still the primary is proved by what was recorded and by what its replicas have. */
export function restartedReadOnly({
  observation,
  limits,
  primary,
  writable,
  comparison,
  replicas,
}: Situation): boolean {
  const { memory } = observation;
  if (primary === null || !primary.server.answers || !primary.server.facts.readOnly) return false;
  if (memory === null || memory.primary === null || memory.recovery !== null) return false;
  const { server } = primary;
  return (
    isKnownAs(server, memory.primary) &&
    !memory.primaryWasReadOnly &&
    !server.facts.isReadOnlyByHand &&
    hasRestarted(observation, server) &&
    writable.length === 0 &&
    isFollowedByMajority(observation, server, replicas, limits.quorum) &&
    isEmpty(comparison.onlyReplicas) &&
    isInWriterHostgroup(observation, server) &&
    !followsAny(observation, server)
  );
}

/**
 * A receiver that stands still may have been stopped by another host, which has promoted a server that is down by now. While one is down,
 * a replica that was restarted since the primary was last seen proves nothing: its receiver was started by that.
 */
function isFollowedByMajority(
  observation: Observation,
  server: AnsweringServer,
  replicas: readonly Replica[],
  mode: QuorumMode,
): boolean {
  const voters = votersOf(observation, []);
  const allAnswer = votersAllAnswer(observation);
  const isWitness = (one: AnsweringServer): boolean => allAnswer || !hasRestartedSinceLastSeen(observation, one);
  const following = replicas
    .filter((replica) => replica.channel.receiver !== 'stopped' && isWitness(replica.server))
    .map((replica) => replica.server);
  return agreeingOf(voters, [server, ...following]) >= neededOf(voters, mode);
}

function votersAllAnswer(observation: Observation): boolean {
  const voters = votersOf(observation, []);
  const answering = observation.servers.filter((one) => one.answers);
  return agreeingOf(voters, answering) === voters.length;
}

/** What came from the primary: of a multi-source replica its channel's, and never what the replica wrote itself. */
function receivedOverChannel({ server, channel }: Replica): GtidSet {
  const all = server.facts.channels.length === 1 ? receivedBy(server) : channel.retrieved;
  return ofOtherServers(all, server.facts.serverUuid);
}

/** An error that only a living server can have sent. */
export function isAlive(reason: NoAnswerReason): boolean {
  return reason === 'accessDenied' || reason === 'tooManyConnections' || reason === 'serverError';
}

function primaryStateOf(primary: ObservedServer | null): PrimaryState {
  if (primary === null) return 'unclear';
  if (primary.answers) return 'answers';
  if (isAlive(primary.reason)) return 'alive';
  switch (primary.reason) {
    case 'refused':
    case 'reset':
    case 'timedOut':
    case 'hostUnreachable':
    case 'silent':
      return 'gone';
    default:
      return 'unclear';
  }
}

/**
 * Servers that an earlier run began to promote and gave up, and that take writes all the same, beside another one; alone it may be another
 * host's doing.
 */
function givenUpAndWritable(observation: Observation): AnsweringServer[] {
  const givenUp = observation.memory?.givenUp ?? [];
  const writable = writableServers(observation);
  return writable.length < 2 ? [] : writable.filter(({ facts }) => givenUp.includes(facts.serverUuid));
}

/** Of the replicas that this program stopped, those that stand still and have no error that a person has to look at. */
function haltedAmong(replicas: readonly Replica[], memory: ClusterMemory | null): Replica[] {
  if (memory === null) return [];
  return replicas.filter(
    ({ server: { facts }, channel }) =>
      channel.applierError === '' &&
      !isRefusedBySource(channel) &&
      ((channel.receiver === 'stopped' && memory.halted.includes(facts.serverUuid)) ||
        (channel.applier === 'stopped' && memory.haltedAppliers.includes(facts.serverUuid))),
  );
}

/**
 * Where a primary is read-only, another host may have promoted one of the replicas, and a receiver that was not told of it shows who it is: as
 * long as one is out of sight it is left standing.
 */
function givenUpAmong(observation: Observation, primary: AnsweringServer): Replica[] {
  if (followsAny(observation, primary) || (primary.facts.readOnly && !votersAllAnswer(observation))) return [];
  const { memoryRows, runtimeRows } = observation;
  return replicasOf(observation, primary).filter(
    (replica) =>
      hasGivenUp(replica) &&
      mayFindItNow(replica, primary) &&
      rowsOfServer([...memoryRows, ...runtimeRows], replica.server).length > 0 &&
      !isApart(observation, replica.server) &&
      !hasPersonsOrder(observation, replica.server) &&
      !isQuarantined(observation, replica.server),
  );
}

/** A server that starts lets nobody in for a while. */
const STARTING_S = 10;
/** One that does not reach a primary which runs is not started again and again. */
const TRY_AGAIN_S = 60;

/** Whether it gave up when the primary was down, or some time ago. */
function mayFindItNow(
  { channel: { receiverErrorSecondsAgo: gaveUpAgo } }: Replica,
  { facts }: AnsweringServer,
): boolean {
  return gaveUpAgo === null || gaveUpAgo > TRY_AGAIN_S || gaveUpAgo > facts.uptimeSeconds - STARTING_S;
}

/**
 * Those that follow a former primary, in quarantine or just out of it, and those that this program stopped and that follow another
 * server than the primary: they missed a failover.
 */
function straysFrom(observation: Observation, primary: ObservedServer): Replica[] {
  if (!primary.answers || primary.facts.readOnly || followsAny(observation, primary)) return [];
  const executed = primary.facts.gtidExecuted;
  const { memory } = observation;
  const halted = memory === null || memory.recovery !== null ? [] : memory.halted;
  const near = replicasOf(observation, primary).map(({ server }) => server);
  const strays = observation.servers
    .filter((source) => source !== primary && promotedInPlaceOf(observation, source, primary) === null)
    .flatMap((source) => {
      const isFormer =
        (isQuarantined(observation, source) && !isStranger(observation, source)) ||
        setAsideReplica(observation, source)?.why === 'catchesUp';
      const replicas = replicasOf(observation, source);
      // One that is connected again misses nothing.
      const isHalted = ({ server, channel }: Replica) =>
        halted.includes(server.facts.serverUuid) && channel.receiver !== 'connected';
      // It lives, out of this host's sight: another host may have promoted it.
      const isFound = ({ channel }: Replica) => !source.answers && channel.receiver === 'connected';
      return replicas.filter((replica) => (isFormer ? !isFound(replica) : isHalted(replica)));
    })
    .filter(
      (stray) =>
        stray.server !== primary &&
        !near.includes(stray.server) &&
        isEmpty(subtract(receivedOfCluster(stray, executed), executed)),
    );
  return [...new Map(strays.map((stray) => [stray.server, stray])).values()];
}

/** A multi-source replica has transactions of another cluster too: those came over another channel, and the primary has none of them. */
function receivedOfCluster({ server, channel }: Replica, executed: GtidSet): GtidSet {
  const all = receivedBy(server);
  if (server.facts.channels.length === 1) return all;
  const ours = new Set([...executed.keys(), ...channel.retrieved.keys()].map(uuidIn)).add(server.facts.serverUuid);
  return ofServers(all, ours);
}

/** A person keeps it in quarantine. */
function isStranger({ memory }: Observation, server: ObservedServer): boolean {
  return memory?.strangers.includes(uuidOf(server) ?? '') === true;
}

function brokenServers(
  observation: Observation,
  primary: ObservedServer,
  replicas: readonly Replica[],
  strays: readonly Replica[],
): BrokenServer[] {
  const broken: BrokenServer[] = [];
  for (const server of observation.servers) {
    if (server === primary || isQuarantined(observation, server)) continue;
    if (!server.answers) {
      if (hasLeft(observation, server, primary)) continue;
      broken.push({ server, because: server.message });
      continue;
    }
    if (server.facts.unsupported !== null) continue;
    const replica = replicas.find((one) => one.server === server);
    if (replica === undefined && isApart(observation, server)) continue;
    const because =
      replica === undefined ? whyNotFollowing(observation, server, strays) : whyNotReplicating(replica.channel);
    if (because !== null) broken.push({ server, because });
  }
  return broken;
}

/** Remembered, but no longer in ProxySQL nor attached to the primary: somebody took it out. */
function hasLeft(observation: Observation, server: SilentServer, primary: ObservedServer): boolean {
  if (rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server).length > 0) return false;
  if (!primary.answers) return false;
  return !primary.facts.attachedReplicas.some((replica) => replica.serverUuid === server.serverUuid);
}

function whyNotFollowing(observation: Observation, server: AnsweringServer, strays: readonly Replica[]): string | null {
  if (strays.some((stray) => stray.server === server)) return null;
  for (const other of observation.servers) {
    if (other === server || isQuarantined(observation, other)) continue;
    const replica = replicasOf(observation, other).find((one) => one.server === server);
    if (replica !== undefined) return whyNotReplicating(replica.channel);
  }
  const source = observation.servers.find((other) => server.facts.channels.some((channel) => follows(channel, other)));
  if (source !== undefined) return `it follows ${nameOf(source)}, which is in quarantine`;
  return server.facts.channels.length === 0
    ? 'it follows no server'
    : 'it follows a server that is not of this cluster';
}

/**
 * The server that an unfinished failover chose, where there is only the way forward: it takes writes, and not because of its my.cnf; or has
 * forgotten its source, the last thing before that, and nobody has more. Null where it can be given up.
 */
export function decidedPromotion(situation: Situation): AnsweringServer | null {
  const { promoting, observation } = situation;
  if (promoting === null || !promoting.answers) return null;
  const isDecided = promoting.facts.readOnly
    ? !followsAny(observation, promoting) && !isOutdone(situation, promoting)
    : !isWritableByAccident(observation, promoting);
  return isDecided ? promoting : null;
}

/**
 * Read-only still, it has nothing that the old primary, which answers again, or otherwise a replica with more has not; or, where it could
 * not be made writable, one with the same: it can be given up.
 */
function isOutdone({ observation, primary, replicas }: Situation, promoting: AnsweringServer): boolean {
  const recovery = observation.memory?.recovery ?? null;
  const failed = recovery?.failedPrimary;
  const isPassedOver = recovery?.passedOver.includes(promoting.facts.serverUuid) === true;
  const own = receivedBy(promoting);
  const old = primary?.server;
  // Who follows it has what it has from it.
  const followers: readonly ObservedServer[] = replicasOf(observation, promoting).map(({ server }) => server);
  if (failed !== undefined && old?.answers && isFailedPrimary(old, failed) && !isToldToStayOut(observation, old))
    return !followers.includes(old) && contains(old.facts.gtidExecuted, own);
  return replicas.some(({ server }) => {
    if (followers.includes(server)) return false;
    const theirs = ofOtherServers(receivedBy(server), server.facts.serverUuid);
    return contains(theirs, own) && (isPassedOver || !contains(own, theirs));
  });
}
