/** What the replicas say of a primary that this host cannot reach: the second witness, without which nobody is promoted. */
import type { AskedReplica } from '../observe/memory.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { follows, isAt, type Replica, startedAt } from './topology.ts';

/**
 * Whatever a receiver is connected to at the primary's address is alive, even under a server_uuid that nobody knew. One that was asked in
 * vain, and hears nothing, says so of a primary that may have died since.
 */
export function connectedTo(observation: Observation, primary: ObservedServer): Replica[] {
  return observation.servers.flatMap((server): Replica[] => {
    if (!server.answers || server === primary) return [];
    const channel = server.facts.channels.find(
      (one) => one.receiver === 'connected' && (follows(one, primary) || isAt(primary, one.source)),
    );
    if (channel === undefined) return [];
    const replica = { server, channel };
    return isDeaf(replica, observation) ? [] : [replica];
  });
}

/** Client errors of a receiver that did not find its source: could not connect, no such host, connection lost. */
const NOT_FOUND_ERRORS = [2002, 2003, 2005, 2006, 2013];
/** Server errors that tell of a connection that broke, or of a server that goes down: ER_SERVER_SHUTDOWN, ER_NET_*. */
const BREAKING_ERRORS = [1053, 1158, 1159, 1160, 1161];
/** The replica has no socket, or no memory. A fatal error (13117) may be its own too, and as often is an answer of the primary. */
const OWN_ERRORS = [2004, 2008];
/** The relay log cannot be written, 1595 in older releases: the primary sent something, of late only where this came after a question. */
const WRITE_ERRORS = [13_122, 1595];

/**
 * What a replica tells of the primary, beside being connected to it:
 * - `missing`: its receiver looked for it, and did not find it.
 * - `turnedAway`: the primary answered, with an error (access denied, too many connections, a certificate that has expired): it is alive.
 * - `outdated`: what its receiver met is of before, when all may have been different; by MySQL's own defaults it tries again after a minute,
 *   and no more after ten times. Also where it has trouble of its own, or was asked in vain and hears nothing.
 * - `begun`: its receiver connects right now.
 * - `nothing`: a person stopped the receiver, or a run that was cut off while it asked.
 */
type Finding = 'missing' | 'turnedAway' | 'outdated' | 'begun' | 'nothing';

function findingOf(replica: Replica, observation: Observation): Finding {
  const { receiver, receiverErrno, receiverWaits } = replica.channel;
  const notFound = [...NOT_FOUND_ERRORS, ...BREAKING_ERRORS].includes(receiverErrno);
  if (observation.memory?.recovery != null) {
    // Its receivers were stopped, or were started by a run that was cut off: that the primary is missed was found before.
    return receiver !== 'connected' && (receiver === 'stopped' || receiverErrno === 0 || notFound)
      ? 'missing'
      : 'nothing';
  }
  if (receiver === 'connected') return isDeaf(replica, observation) ? 'outdated' : 'nothing';
  if (receiverErrno === 0) {
    if (receiver === 'stopped') return 'nothing';
    if (receiverWaits) return 'outdated';
    return wasAskedLately(replica, observation) && !hasHeardSince(replica, observation) ? 'missing' : 'begun';
  }
  if (OWN_ERRORS.includes(receiverErrno)) return 'outdated';
  const tells = WRITE_ERRORS.includes(receiverErrno) ? isAnswer : isFresh;
  if (!tells(replica, observation)) return 'outdated';
  return notFound ? 'missing' : 'turnedAway';
}

const TOO_MANY_CONNECTIONS = 1040;

/**
 * Its receiver stopped by itself, as it did not find its source in as many attempts as it may make. Not one that was refused: a password that
 * is sent again and again may lock the account.
 */
export function hasGivenUp({ channel: { receiverGaveUp, receiverErrno, applier } }: Replica): boolean {
  // STOP REPLICA after that, which a person may have sent, stops the applier.
  return receiverGaveUp && [...NOT_FOUND_ERRORS, TOO_MANY_CONNECTIONS].includes(receiverErrno) && applier === 'running';
}

/** Replicas that miss the primary by their own finding. */
export function missingIt(replicas: readonly Replica[], observation: Observation): Replica[] {
  return replicas.filter((replica) => findingOf(replica, observation) === 'missing');
}

/** Replicas that the primary has just refused: proof that it lives. */
export function turnedAway(replicas: readonly Replica[], observation: Observation): Replica[] {
  return replicas.filter((replica) => findingOf(replica, observation) === 'turnedAway');
}

/** So long an error of a receiver tells how things are: the next run sees that the primary has died, or the one after. */
const FRESH_MS = 5000;
/** The age of an error is by the replica's clock, and as of when it answered. */
const INACCURACY_MS = 1000;

/** Whether the error came just now, after this host last saw the primary; or in answer to a question that still counts. */
function isFresh(replica: Replica, observation: Observation): boolean {
  const ageMs = errorAgeMs(replica);
  if (ageMs === null) return false;
  if (isAnswer(replica, observation)) return true;
  const { at, lastSeen } = observation;
  const seenMsAgo = lastSeen === null ? null : at - lastSeen.at;
  // Where the clock was put back it would lie in the future.
  const isBefore = seenMsAgo !== null && seenMsAgo >= 0 && ageMs > seenMsAgo;
  return ageMs < FRESH_MS && !isBefore;
}

function isAnswer(replica: Replica, observation: Observation): boolean {
  const [ageMs, asked] = [errorAgeMs(replica), sinceAsked(replica, observation)];
  return ageMs !== null && asked !== null && asked < BELIEVED_MS && ageMs < asked + INACCURACY_MS;
}

function errorAgeMs({ channel: { receiverErrorSecondsAgo } }: Replica): number | null {
  return receiverErrorSecondsAgo === null ? null : receiverErrorSecondsAgo * 1000;
}

/** What a replica found out when it was asked counts for so long; then it is asked again. */
const BELIEVED_MS = 60_000;
/** So long in any case: a receiver that connects anew every second would get nothing done. */
const SURELY_BELIEVED_MS = 10_000;

function wasAskedLately(replica: Replica, observation: Observation): boolean {
  const age = sinceAsked(replica, observation);
  return age !== null && age < BELIEVED_MS;
}

/** What a connected replica found out when it was asked: heartbeats that come in prove it anew, heartbeats that stay away refute it. */
function isBelieved(replica: Replica, observation: Observation): boolean {
  const age = sinceAsked(replica, observation);
  if (age === null) return false;
  if (age < SURELY_BELIEVED_MS && !wasAskedInVain(replica, observation)) return true;
  return isHearing(replica) ?? age < BELIEVED_MS;
}

/** It found the primary then, whatever makes it connect anew now. */
function hasHeardSince(replica: Replica, observation: Observation): boolean {
  const { heardSecondsAgo } = replica.channel;
  const asked = sinceAsked(replica, observation);
  return heardSecondsAgo !== null && asked !== null && heardSecondsAgo * 1000 + INACCURACY_MS < asked;
}

/** Whether heartbeats come in; null where none can be missed. */
function isHearing({ channel: { heardSecondsAgo, heartbeatSeconds } }: Replica): boolean | null {
  if (heardSecondsAgo === null || heartbeatSeconds === 0) return null;
  // One may be late, and both ages are in whole seconds.
  return heardSecondsAgo <= 2 * heartbeatSeconds + 1;
}

/** Neither a witness of life nor of death. */
function isDeaf(replica: Replica, observation: Observation): boolean {
  return wasAskedInVain(replica, observation) && isHearing(replica) === false;
}

/** Its receiver could not be stopped for it (a privilege is missing, it hangs), and goes on believing what it did before. */
export function wasAskedInVain(replica: Replica, observation: Observation): boolean {
  if (!wasAskedLately(replica, observation)) return false;
  const { receiverThread } = replica.channel;
  return receiverThread !== null && receiverThread === askedOf(replica, observation)?.receiverThread;
}

function sinceAsked(replica: Replica, observation: Observation): number | null {
  const asked = askedOf(replica, observation);
  // One that was restarted may not have heard the question, and its receiver has only begun.
  if (asked === undefined || startedAt(observation, replica.server) > asked.at) return null;
  // A clock that was put back makes it the future.
  return Math.abs(observation.at - asked.at);
}

function askedOf({ server }: Replica, { memory }: Observation): AskedReplica | undefined {
  return memory?.asked.find(({ serverUuid }) => serverUuid === server.facts.serverUuid);
}

/** Whether one that is connected has been asked, and still counts. */
export function isConfirmedBy(connected: readonly Replica[], observation: Observation): boolean {
  return connected.some((replica) => isBelieved(replica, observation));
}

/**
 * Whom to ask: who is connected, as it believes; about to connect; stopped by a run that was cut off while it asked. Where nobody else
 * misses the primary, also those whose receiver met an error some time ago.
 */
export function suspectsAmong(
  replicas: readonly Replica[],
  connected: readonly Replica[],
  observation: Observation,
): Replica[] {
  const unbelieved = connected.filter((replica) => !isBelieved(replica, observation));
  if (observation.memory?.recovery != null) return unbelieved;
  const halted = observation.memory?.halted ?? [];
  const isMissed = missingIt(replicas, observation).length > 0;
  const others = replicas.filter((replica) => {
    const { server, channel } = replica;
    switch (findingOf(replica, observation)) {
      case 'begun':
        return true;
      case 'outdated': {
        const asked = sinceAsked(replica, observation);
        return !isMissed && (asked === null || asked >= SURELY_BELIEVED_MS);
      }
      case 'nothing':
        return channel.receiver === 'stopped' && halted.includes(server.facts.serverUuid);
      default:
        return false;
    }
  });
  return [...unbelieved, ...others];
}
