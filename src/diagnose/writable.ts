/** More than one server takes writes: which of them is the primary, worked out from who follows whom and what was recorded. */
import { isEmpty, subtract } from '../mysql/gtid-set.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import {
  channelsWithin,
  connectedReplicasOf,
  followsAny,
  hasRestarted,
  hasRestartedSinceLastSeen,
  isBehind,
  isReplicating,
  isWritableByAccident,
  promotedInPlaceOf,
  recordedPrimary,
  replicasOf,
  rowsOfServer,
  setAsidePrimary,
  successorOf,
} from './topology.ts';
import { agreeingOf, neededOf, votersOf } from './voters.ts';

/**
 * - `undisputed`: at most one server takes writes, or nothing tells that the others should not.
 * - `decided`: `intruders` take writes and should not.
 * - `undecided`: ProxySQL sends writes to more than one of them, and nobody can tell which is the primary.
 */
export type WritableServers =
  | { readonly kind: 'undisputed' }
  | { readonly kind: 'decided'; readonly intruders: readonly AnsweringServer[] }
  | { readonly kind: 'undecided'; readonly writers: readonly AnsweringServer[] };

const UNDISPUTED: WritableServers = { kind: 'undisputed' };

export function judgeWritable(observation: Observation, writable: readonly AnsweringServer[]): WritableServers {
  const intruders = intrudersAmong(observation, writable);
  if (intruders.length > 0) return { kind: 'decided', intruders };
  if (writable.length < 2 || observation.memory?.recovery != null) return UNDISPUTED;
  const { cluster, runtimeRows } = observation;
  const writers = writable.filter((server) =>
    rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.writerHostgroup),
  );
  if (writers.length < 2) return UNDISPUTED;
  const primary = writers.find((server) => isPrimaryForMost(observation, server));
  if (primary === undefined) return { kind: 'undecided', writers };
  return { kind: 'decided', intruders: writers.filter((server) => server !== primary) };
}

/** The one that was the primary at the last look, in the same process, and that most of the servers are still connected to. */
function isPrimaryForMost(observation: Observation, server: AnsweringServer): boolean {
  if (server !== recordedPrimary(observation) || hasRestarted(observation, server)) return false;
  const agree = [server, ...connectedReplicasOf(observation, server).map((replica) => replica.server)];
  const voters = votersOf(observation, []);
  return agreeingOf(voters, agree) >= neededOf(voters, 'majority');
}

/** Empty also where nobody can tell which they are. */
function intrudersAmong(observation: Observation, writable: readonly AnsweringServer[]): AnsweringServer[] {
  const accidents = writable.filter((server) => isWritableByAccident(observation, server));
  if (accidents.length > 0) return accidents;
  if (observation.memory?.recovery != null) return [];
  const successor = successorOf(observation);
  if (successor !== null) return writable.filter((server) => server !== successor);
  const recorded = recordedPrimary(observation);
  if (recorded === null && observation.memory?.primary != null) {
    const tops = writable.filter((server) => !followsAny(observation, server));
    return writable.filter(
      (server) =>
        isReplicating(observation, server) ||
        (triesToFollow(observation, server) &&
          // A person may have made it writable; that its my.cnf did shows only in a restart.
          (tops.length === 1 || (tops.length === 0 && hasRestartedSinceLastSeen(observation, server)))),
    );
  }
  if (recorded !== null) {
    const others = writable.filter((server) => server !== recorded);
    const areAll = others.every((other) => isIntruder(observation, other, recorded));
    return areAll ? others : [];
  }
  // Nothing is recorded: the one that all others follow.
  const tops = writable.filter((server) => !followsAny(observation, server));
  const [top, ...more] = tops;
  return top === undefined || more.length > 0 ? [] : writable.filter((server) => server !== top);
}

/** Whoever was promoted has forgotten its source; one whose receiver looks for it is a replica that its my.cnf made writable. */
function triesToFollow(observation: Observation, server: AnsweringServer): boolean {
  return channelsWithin(observation, server).some(({ receiver }) => receiver !== 'stopped');
}

/** A replica next to the recorded primary, or a server that nobody follows and that has nothing of its own. */
function isIntruder(observation: Observation, server: AnsweringServer, recorded: AnsweringServer): boolean {
  // Where nobody else takes writes, a person may have made it writable, who is about to change primaries.
  if (recorded.facts.readOnly)
    return (
      hasRestartedSinceLastSeen(observation, server) &&
      (isReplicating(observation, server) || (followsAny(observation, server) && isBehind(server, recorded)))
    );
  if (followsAny(observation, server)) return true;
  if (promotedInPlaceOf(observation, server, recorded) !== null) return false;
  // ProxySQL Cluster may have brought it out of quarantine.
  if (setAsidePrimary(observation, server) !== null) return true;
  // The recorded one was down for a moment: another host may have promoted the other meanwhile.
  if (hasRestarted(observation, recorded)) return false;
  // This program has made it writable: on another host, whichever of the two that one knows.
  if (server.facts.promotedSecondsAgo !== null) return false;
  return (
    replicasOf(observation, server).length === 0 &&
    isEmpty(subtract(server.facts.gtidExecuted, recorded.facts.gtidExecuted))
  );
}
