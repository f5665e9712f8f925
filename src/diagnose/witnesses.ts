/** What the replicas say of a primary that this host cannot reach: the second witness, without which nobody is promoted. */
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { follows, isAt, type Replica, startedAt } from './topology.ts';

/** Whatever a receiver is connected to at the primary's address is alive, even under a server_uuid that nobody knew. */
export function connectedTo(observation: Observation, primary: ObservedServer): Replica[] {
  return observation.servers.flatMap((server): Replica[] => {
    if (!server.answers || server === primary) return [];
    const channel = server.facts.channels.find(
      (one) => one.receiver === 'connected' && (follows(one, primary) || isAt(primary, one.source)),
    );
    return channel === undefined ? [] : [{ server, channel }];
  });
}

/** Client errors with which a receiver that cannot reach its source gives up after SOURCE_RETRY_COUNT attempts (10 since 8.4). */
const CONNECT_ERRORS = [2002, 2003, 2005, 2006, 2013];
/** Server errors that tell of a connection that broke, or of a server that goes down: ER_SERVER_SHUTDOWN, ER_NET_*. */
const BREAKING_ERRORS = [1053, 1158, 1159, 1160, 1161];

/** Whether the replica misses the primary by its own finding; one whose receiver a person stopped finds nothing. */
export function lostItsSource(replica: Replica, observation: Observation): boolean {
  const { receiver, receiverErrno } = replica.channel;
  const recovering = observation.memory?.recovery != null;
  if (receiver === 'stopped') return recovering || CONNECT_ERRORS.includes(receiverErrno);
  if (receiver !== 'connecting' || isTurnedAway(receiverErrno)) return false;
  // Without an error it has only begun, and may connect in a moment: that tells nothing before it was waited for.
  return receiverErrno !== 0 || recovering || wasAskedLately(replica, observation);
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
  if (age < SURELY_BELIEVED_MS) return true;
  const { heardSecondsAgo, heartbeatSeconds } = replica.channel;
  if (heardSecondsAgo === null || heartbeatSeconds === 0) return age < BELIEVED_MS;
  // One may be late, and both ages are in whole seconds.
  return heardSecondsAgo <= 2 * heartbeatSeconds + 1;
}

function sinceAsked({ server }: Replica, observation: Observation): number | null {
  const { at, memory } = observation;
  const asked = memory?.asked.find(({ serverUuid }) => serverUuid === server.facts.serverUuid);
  // One that was restarted may not have heard the question, and its receiver has only begun.
  if (asked === undefined || startedAt(observation, server) > asked.at) return null;
  // A clock that was put back makes it the future.
  return Math.abs(at - asked.at);
}

/** Whether one that is connected has been asked, and still counts. */
export function isConfirmedBy(connected: readonly Replica[], observation: Observation): boolean {
  return connected.some((replica) => isBelieved(replica, observation));
}

/** Connected, as it believes; about to connect; or stopped by a run that was cut off while it asked. */
export function suspectsAmong(
  replicas: readonly Replica[],
  connected: readonly Replica[],
  observation: Observation,
): Replica[] {
  const halted = observation.memory?.halted ?? [];
  const recovering = observation.memory?.recovery != null;
  const standing = recovering
    ? []
    : replicas.filter(({ server, channel }) => {
        if (channel.receiverErrno !== 0) return false;
        if (channel.receiver === 'stopped') return halted.includes(server.facts.serverUuid);
        return channel.receiver === 'connecting';
      });
  return [
    ...connected.filter((replica) => !isBelieved(replica, observation)),
    ...standing.filter((replica) => replica.channel.receiver === 'stopped' || !wasAskedLately(replica, observation)),
  ];
}

/** The source answered the receiver with an error of its own (access denied, too many connections): it was alive then. */
function isTurnedAway(errno: number): boolean {
  const isClientError = errno < 1000 || (errno >= 2000 && errno < 3000);
  return !isClientError && !BREAKING_ERRORS.includes(errno);
}
