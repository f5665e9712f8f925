/** What the next run must know of readers: who is in trouble and since when, who is set aside and how it does. */
import { isReplicaAgain, returnedPrimaries } from '../diagnose/former-primary.ts';
import { isFit, readersOf, troubleOf } from '../diagnose/readers.ts';
import type { Limits } from '../diagnose/situation.ts';
import { connectedReplicasOf, isFailedPrimary, uuidOf } from '../diagnose/topology.ts';
import { sameEndpoint } from '../mysql/session.ts';
import { type ClusterMemory, type FailedPrimary, formerPrimary, type SetAside } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { settingsOf } from '../plan/receiver-settings.ts';
import { replicaAgain } from '../plan/rejoin.ts';

export type ReaderMemory = Pick<ClusterMemory, 'setAside' | 'troubledReaders' | 'receiverSettings'>;

/** `memory`: what was known before this look, which shows an undisputed primary. */
export function rememberReaders(
  memory: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  limits: Limits,
): ReaderMemory {
  const connected = connectedReplicasOf(observation, primary);
  return {
    setAside: stillAside(memory, observation, primary, limits),
    troubledReaders: troubledSince(memory, observation, primary, limits),
    receiverSettings: settingsOf(connected, memory.receiverSettings),
  };
}

/** Out of quarantine everywhere, also on disk, it is no longer our affair; a restart of ProxySQL must not make it a stranger. */
function stillAside(
  { setAside, recovery }: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  limits: Limits,
): SetAside[] {
  // A person has taken over an unfinished failover: its old primary is where this program put it all the same.
  const failed = recovery === null ? [] : [formerPrimary(recovery.failedPrimary)];
  const returned = returnedPrimaries(observation, primary, limits);
  return [...setAside, ...failed]
    .filter((one) => !isFailedPrimary(primary, one) && isInQuarantineSomewhere(observation, one))
    .map((one) => {
      if (one.why === 'formerPrimary') {
        const isAgain = returned.some((other) => other.remembered === one && isReplicaAgain(other, primary));
        return isAgain ? replicaAgain(one, primary) : one;
      }
      const server = observation.servers.find((other) => isFailedPrimary(other, one));
      const isWell = server?.answers === true && isFit(observation, primary, server, limits);
      return { ...one, wellSince: isWell ? sinceThen(one.wellSince, observation.at) : null };
    });
}

function isInQuarantineSomewhere(
  { cluster, memoryRows, runtimeRows, diskRows }: Observation,
  { endpoints }: FailedPrimary,
): boolean {
  return [...memoryRows, ...runtimeRows, ...diskRows].some(
    ({ hostgroup, hostname, port }) =>
      hostgroup === cluster.quarantineHostgroup &&
      endpoints.some((endpoint) => sameEndpoint(endpoint, { host: hostname, port })),
  );
}

function troubledSince(
  { troubledReaders }: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  { maxReplicationLagMs }: Limits,
): ClusterMemory['troubledReaders'] {
  return readersOf(observation)
    .flatMap((server) => {
      const serverUuid = uuidOf(server);
      if (serverUuid === null || troubleOf(observation, primary, server, maxReplicationLagMs) === null) return [];
      const known = troubledReaders.find((one) => one.serverUuid === serverUuid)?.since ?? null;
      return [{ serverUuid, since: sinceThen(known, observation.at) }];
    })
    .sort((a, b) => (a.serverUuid < b.serverUuid ? -1 : 1));
}

/** A wall clock that was set back must not make a moment lie in the future. */
function sinceThen(known: number | null, at: number): number {
  return known === null ? at : Math.min(known, at);
}
