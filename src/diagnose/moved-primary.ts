/** Whether another ProxySQL host, or a person there, has made another server the primary: then this ProxySQL follows. */

import { contains, EMPTY_GTID_SET, type GtidSet, isEmpty, subtract, unionOf, uuidIn } from '../mysql/gtid-set.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import {
  connectedReplicasOf,
  executedWhenSeen,
  follows,
  followsAny,
  hasRestarted,
  isBehind,
  isInWriterHostgroup,
  isKnownAs,
  isQuarantined,
  knownPrimary,
  promotedInPlaceOf,
  type Replica,
  receivedBy,
  replicasOf,
  rowsOfServer,
  setAsidePrimary,
  tellsOfPrimary,
  uuidOf,
  wasFartherThen,
  writableServers,
} from './topology.ts';
import { agreeingOf, neededOf, votersOf } from './voters.ts';

export interface MovedPrimary {
  readonly primary: AnsweringServer;
  /** Whom this ProxySQL still has in its place. */
  readonly former: ObservedServer;
  readonly proof: Proof;
}

/**
 * - `followed`: so many of the voters are it or connected to it.
 * - `promoted`: this program has made it writable, on another host and so with the locks of a majority.
 */
export type Proof =
  | { readonly kind: 'followed'; readonly agreeing: number; readonly voters: number }
  | { readonly kind: 'promoted'; readonly secondsAgo: number };

/** Null unless it is certain: besides the former one the only writable server, following nobody, and proved to be the primary. */
export function movedPrimary(observation: Observation): MovedPrimary | null {
  const writable = writableHereOrElsewhere(observation);
  for (const primary of writable) {
    const former = replacedBy(observation, primary);
    if (former === null || followsAny(observation, primary)) continue;
    if (isOfThisHost(observation, primary) || writable.some((other) => other !== primary && other !== former)) continue;
    const proof = proofOf(observation, primary, former);
    if (proof !== null) return { primary, former, proof };
  }
  return null;
}

/** What an earlier run here has begun with it is not another host's work. */
function isOfThisHost({ memory }: Observation, { facts }: AnsweringServer): boolean {
  const { recovery } = memory ?? { recovery: null };
  return [recovery?.promoting?.serverUuid, recovery?.failedPrimary.serverUuid].includes(facts.serverUuid);
}

function proofOf(observation: Observation, primary: AnsweringServer, former: ObservedServer): Proof | null {
  const sources = rivalsOf(observation, primary).filter(({ isSource }) => isSource);
  const secondsAgo = promotedInPlaceOf(observation, primary, former);
  // Takes writes no more, while the other one is followed: it has been replaced, whatever still follows it.
  const isFenced = former.answers && former.facts.readOnly;
  const connected = connectedReplicasOf(observation, primary);
  const isFollowed = connected.some((replica) => tellsOfPrimary(observation, primary, replica));
  // A clock that stood still with its server makes an old promotion look new: whom this host has set aside shows more than its date.
  const isOld =
    !(isFenced && isFollowed) &&
    setAsidePrimary(observation, primary) !== null &&
    lacksWhatWasSeen(observation, primary, former);
  const leadsOnlyStrays = sources.every(({ server }) => server === former);
  // What follows the former one has missed it.
  if (secondsAgo !== null && !isOld && leadsOnlyStrays) return { kind: 'promoted', secondsAgo };
  if (sources.length > 0 && !(isFenced && leadsOnlyStrays)) return null;
  if (isQuarantined(observation, primary) && lacksWhatItHad(observation, primary, former)) return null;
  const isMore = isMoreThanDetached(observation, primary, former);
  const agree: readonly ObservedServer[] = [
    primary,
    ...connected
      // Who was below it before goes where it goes.
      .filter((replica) => isMore || !wasFartherThen(observation, replica))
      .map(({ server }) => server)
      .filter((server) => !isWritable(former) || hasFollowed(observation, server, former)),
  ];
  if (agree.length === 1 && !isMore) return null;
  // One that takes writes again is still for itself.
  const isOut = !agree.includes(former) && !isWritable(former);
  const voters = votersOf(observation, isOut ? [former] : []);
  const agreeing = agreeingOf(voters, agree);
  // Also where one lock is enough: that nobody else runs this program makes no server the primary.
  return agreeing >= neededOf(voters, 'majority') ? { kind: 'followed', agreeing, voters: voters.length } : null;
}

/** Beside one that takes writes, only who was with that one tells of a change: others have missed the last one, or were below it. */
function hasFollowed({ memory }: Observation, { facts }: AnsweringServer, former: ObservedServer): boolean {
  const known = memory?.primary ?? null;
  const followers = memory?.followers ?? [];
  if (known === null || !isKnownAs(former, known) || followers.length === 0) return true;
  return followers.includes(facts.serverUuid);
}

/**
 * Nobody is connected to it who was not before: a replica that somebody has detached looks so too. It is the primary where this program has
 * made it writable, or where a person has made the former one read-only, and it has all of that one.
 */
function isMoreThanDetached(observation: Observation, primary: AnsweringServer, former: ObservedServer): boolean {
  if (primary.facts.promotedSecondsAgo !== null) return true;
  if (!former.answers || !former.facts.readOnly || isBehind(primary, former)) return false;
  return observation.memory?.primaryWasReadOnly === true || !hasRestarted(observation, former);
}

/** Then it has only come back by itself: who takes over from a server has followed it before. */
function lacksWhatItHad(observation: Observation, primary: AnsweringServer, former: ObservedServer): boolean {
  return former.answers ? isBehind(primary, former) : lacksWhatWasSeen(observation, primary, former);
}

function lacksWhatWasSeen(observation: Observation, primary: AnsweringServer, former: ObservedServer): boolean {
  const had = executedWhenSeen(observation, uuidOf(former));
  return had !== null && !contains(primary.facts.gtidExecuted, had);
}

function isWritable(server: ObservedServer): server is AnsweringServer {
  return server.answers && !server.facts.readOnly;
}

/**
 * With a former primary, in quarantine here, that another host has made the primary again: where none that may serve here takes writes, or
 * where it is proved.
 */
function writableHereOrElsewhere(observation: Observation): AnsweringServer[] {
  const writable = writableServers(observation);
  const recorded = knownPrimary(observation);
  const elsewhere = observation.servers.filter(
    (server): server is AnsweringServer =>
      isWritable(server) &&
      !writable.includes(server) &&
      ((recorded !== null && promotedInPlaceOf(observation, server, recorded) !== null) ||
        (writable.length === 0 && setAsidePrimary(observation, server) !== null)),
  );
  return [...writable, ...elsewhere];
}

/**
 * Whom this ProxySQL takes for the primary where `primary` is it; null where it knows, or where a person has emptied the writer
 * hostgroup. ProxySQL's monitor may have made the new one a writer at runtime already, and memory still has the old one.
 */
export function replacedBy(observation: Observation, primary: AnsweringServer): ObservedServer | null {
  const { cluster, memoryRows, servers } = observation;
  const last = knownPrimary(observation);
  const moved = last === primary ? null : last;
  if (isInWriterHostgroup(observation, primary)) {
    const isWriter = (server: ObservedServer): boolean =>
      rowsOfServer(memoryRows, server).some((row) => row.hostgroup === cluster.writerHostgroup);
    // It has seen none yet, another host has promoted this one, and memory names the one before.
    const isPromoted = primary.facts.promotedSecondsAgo !== null;
    if (last === null && isPromoted && !isWriter(primary)) return servers.find(isWriter) ?? null;
    if (moved === null) return null;
    // Where all are writers in memory, an old primary that follows is a reader by the monitor's doing.
    return !isWriter(primary) || (isWriter(moved) && !isFollowing(moved, primary)) ? moved : null;
  }
  return moved ?? servers.find((server) => server !== primary && isInWriterHostgroup(observation, server)) ?? null;
}

export function isFollowing(server: ObservedServer, primary: ObservedServer): boolean {
  return (
    server.answers &&
    server.facts.channels.some((channel) => channel.receiver === 'connected' && follows(channel, primary))
  );
}

export interface Rival {
  readonly server: ObservedServer;
  readonly followers: readonly Replica[];
  /** Another server is connected to it. */
  readonly isSource: boolean;
  /** It has transactions that neither `primary` nor a server that follows it has. */
  readonly hasMore: boolean;
}

/**
 * Servers that may be the primary by now though they cannot say so: read-only and following nobody, as one that was promoted and has
 * restarted; silent towards this host while a replica follows them; or promoted by another host while in quarantine here. What an earlier
 * run here promoted or gave up is none.
 */
export function rivalsOf(observation: Observation, primary: ObservedServer): Rival[] {
  const { memory, servers } = observation;
  const ours = [...(memory?.givenUp ?? []), memory?.recovery?.promoting?.serverUuid];
  const replicas = replicasOf(observation, primary).map(({ server }) => server);
  const known = unionOf(
    ...[primary, ...replicas].map((server) => (server.answers ? receivedBy(server) : EMPTY_GTID_SET)),
  );
  return servers.flatMap((server): Rival[] => {
    if (server === primary) return [];
    const isPromoted =
      promotedInPlaceOf(observation, server, primary) !== null || hasTakenOver(observation, server, primary, known);
    if (isQuarantined(observation, server) && !isPromoted) return [];
    if (ours.includes(uuidOf(server) ?? '') || (server.answers && followsAny(observation, server))) return [];
    // In the writer hostgroup of a ProxySQL that has pulled the rows of another, it may have died as the primary since.
    const mayHaveDied = !server.answers && isInWriterHostgroup(observation, server);
    const followers = replicasOf(observation, server).filter(
      (replica) => !isQuarantined(observation, replica.server) && !wasFartherThen(observation, replica),
    );
    const isSuccessor = mayHaveDied && hasBecomeWriter(observation, server, primary);
    const isSource = followers.some(({ channel }) => channel.receiver === 'connected' || mayHaveDied) || isSuccessor;
    if (!server.answers)
      return followers.length > 0 || isSuccessor ? [{ server, followers, isSource, hasMore: false }] : [];
    if (isPromoted) return [{ server, followers, isSource: true, hasMore: true }];
    if (!server.facts.readOnly || server.facts.unsupported !== null) return [];
    const own = subtract(server.facts.gtidExecuted, known);
    // Whoever was promoted has followed before: a server that has nothing in common with these is only being set up.
    const hasMore = !isEmpty(own) && !contains(own, server.facts.gtidExecuted);
    if (!isSource && wasLonelyThen(observation, server, primary)) return [];
    // A run here has found it left behind, and promoted another one.
    const isLeft = setAsidePrimary(observation, server) !== null;
    return isLeft && !hasMore && !isSource ? [] : [{ server, followers, isSource, hasMore }];
  });
}

/** It did not follow when the primary was last seen well, and lacks what that one had then: nobody can have promoted it since. */
function wasLonelyThen(observation: Observation, server: AnsweringServer, primary: ObservedServer): boolean {
  const { memory } = observation;
  const wasFollower = memory === null || memory.followers.includes(server.facts.serverUuid);
  const wasFarther = memory?.farther.some(({ serverUuid }) => serverUuid === server.facts.serverUuid);
  return !wasFollower && !wasFarther && lacksWhatWasSeen(observation, server, primary);
}

/**
 * A former primary that takes writes and has what came from the one in its place, as every replica of that one: it has followed it since, and
 * must have been promoted after that, by a host on which it was no longer in quarantine. A restart has wiped out who made it writable.
 */
function hasTakenOver(
  observation: Observation,
  server: ObservedServer,
  primary: ObservedServer,
  known: GtidSet,
): boolean {
  const ownOfPrimary = uuidOf(primary);
  if (primary.answers || ownOfPrimary === null || !server.answers || server.facts.readOnly) return false;
  if (setAsidePrimary(observation, server) === null || followsAny(observation, server)) return false;
  const hasItsOwn = [...known.keys()].some((key) => uuidIn(key) === ownOfPrimary);
  return hasItsOwn && contains(server.facts.gtidExecuted, known);
}

/** Of a server in the writer hostgroup: it was not there before `primary` was taken out, and no run here has put it there. */
function hasBecomeWriter(observation: Observation, server: ObservedServer, primary: ObservedServer): boolean {
  const { cluster, memory } = observation;
  const recovery = memory?.recovery ?? null;
  const known = memory?.primary ?? null;
  if (recovery === null) return isQuarantined(observation, primary) && (known === null || !isKnownAs(server, known));
  return !rowsOfServer(recovery.rowsBefore, server).some((row) => row.hostgroup === cluster.writerHostgroup);
}
