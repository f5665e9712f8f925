/** What the next run must know of readers: who is in trouble and since when, who is set aside and how it does. */
import { isReplicaAgain, returnedPrimaries } from '../diagnose/former-primary.ts';
import { isFit, readersOf, troubleOf } from '../diagnose/readers.ts';
import type { Limits } from '../diagnose/situation.ts';
import {
  connectedReplicasOf,
  followsAny,
  hasPersonsOrder,
  isFailedPrimary,
  isInQuarantine,
  isKnownAs,
  rowsOfServer,
  uuidOf,
} from '../diagnose/topology.ts';
import { sameEndpoint } from '../mysql/session.ts';
import {
  asFormerPrimary,
  type ClusterMemory,
  type FailedPrimary,
  type FormerPrimary,
  type SetAside,
  type SetAsideReplica,
  type TroubledReader,
} from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import { settingsOf } from '../plan/receiver-settings.ts';
import { replicaAgain } from '../plan/rejoin.ts';

export type ReaderMemory = Pick<ClusterMemory, 'setAside' | 'troubledReaders' | 'strangers' | 'receiverSettings'>;

/** `memory`: what was known before this look, which shows an undisputed primary. */
export function rememberReaders(
  memory: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  limits: Limits,
): ReaderMemory {
  const connected = connectedReplicasOf(observation, primary);
  const setAside = stillAside(memory, observation, primary, limits);
  return {
    setAside,
    strangers: strangersBeside(setAside, observation),
    troubledReaders: troubledSince(memory, observation, primary, limits),
    receiverSettings: settingsOf(connected, memory.receiverSettings),
  };
}

function strangersBeside(setAside: readonly SetAside[], observation: Observation): string[] {
  return observation.servers
    .filter((server) => isInQuarantine(observation, server) && !setAside.some((one) => isFailedPrimary(server, one)))
    .flatMap((server) => uuidOf(server) ?? [])
    .sort();
}

function stillAside(
  memory: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  limits: Limits,
): SetAside[] {
  const returned = returnedPrimaries(observation, primary, limits);
  return [
    ...memory.setAside,
    ...formerPrimaries(memory, observation, primary, limits),
    ...setAsideElsewhere(memory, observation, limits),
  ]
    .filter((one) => !isFailedPrimary(primary, one) && isStillOurs(observation, one))
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

/**
 * Whom nobody has written down yet: where a person has taken over an unfinished failover, its old primary; where ProxySQL Cluster has
 * brought the rows of another host's failover, whom this host saw last as the primary, and who is in quarantine and was not before.
 */
function formerPrimaries(
  { setAside, recovery, primary, strangers }: ClusterMemory,
  observation: Observation,
  now: AnsweringServer,
  { quorum }: Limits,
): FormerPrimary[] {
  const isMoved = primary !== null && quorum !== 'any' && !isKnownAs(now, primary);
  const isNews = (server: ObservedServer): boolean =>
    isInQuarantine(observation, server) && !strangers.includes(uuidOf(server) ?? '');
  const failed = recovery === null ? [] : [recovery.failedPrimary];
  const before = observation.servers
    .filter((server) => isMoved && (isKnownAs(server, primary) || isNews(server)))
    .map((server) => ({ serverUuid: uuidOf(server), endpoints: server.endpoints }));
  const isWrittenDown = ({ serverUuid }: FailedPrimary): boolean =>
    setAside.some((one) => one.serverUuid === serverUuid) ||
    (recovery !== null && recovery.failedPrimary.serverUuid === serverUuid);
  return [...failed, ...before.filter((one) => !isWrittenDown(one))].map((one) =>
    asFormerPrimary(one, observation.hostUptime),
  );
}

/**
 * Readers that were in trouble a moment ago, or that followed a primary which this host lost sight of, and that ProxySQL Cluster has brought
 * into quarantine since: another host set them aside.
 */
function setAsideElsewhere(
  { setAside, troubledReaders, followers, strangers, primaryWasSilent }: ClusterMemory,
  observation: Observation,
  { quorum }: Limits,
): SetAsideReplica[] {
  if (quorum === 'any' || !observation.hasPeers) return [];
  const known = [...setAside.map(({ serverUuid }) => serverUuid), ...strangers];
  const suspected = [...troubledReaders.map(({ serverUuid }) => serverUuid), ...(primaryWasSilent ? followers : [])];
  const isNews = (serverUuid: string): boolean => suspected.includes(serverUuid) && !known.includes(serverUuid);
  return observation.servers
    .filter(
      (server) =>
        isNews(uuidOf(server) ?? '') && isInQuarantine(observation, server) && !hasPersonsOrder(observation, server),
    )
    .map((server) => ({
      serverUuid: uuidOf(server),
      endpoints: server.endpoints,
      why: 'doesNotReplicate',
      mustHave: '',
      wellSince: null,
    }));
}

/** Out of quarantine everywhere, also on disk, it is no longer our affair, unless it was the primary and follows nobody yet. */
function isStillOurs(observation: Observation, one: SetAside): boolean {
  if (isInQuarantineSomewhere(observation, one)) return true;
  if (one.why !== 'formerPrimary') return false;
  const server = observation.servers.find((other) => isFailedPrimary(other, one));
  if (server === undefined) return false;
  const rows = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server);
  return rows.length > 0 && !followsAny(observation, server);
}

/** Also on disk: a restart of ProxySQL must not make it a stranger. */
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

/** ProxySQL Cluster brings what another host has made of a trouble within 2 to 4 s. */
const REMEMBERED_MS = 10_000;

function troubledSince(
  { troubledReaders }: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
  { maxReplicationLagMs }: Limits,
): ClusterMemory['troubledReaders'] {
  const { at } = observation;
  return readersOf(observation)
    .flatMap((server): TroubledReader[] => {
      const serverUuid = uuidOf(server);
      if (serverUuid === null) return [];
      const known = troubledReaders.find((one) => one.serverUuid === serverUuid) ?? null;
      if (troubleOf(observation, primary, server, maxReplicationLagMs) !== null) {
        const since = known?.endedAt == null ? sinceThen(known?.since ?? null, at) : at;
        return [{ serverUuid, since, endedAt: null }];
      }
      const endedAt = sinceThen(known?.endedAt ?? null, at);
      return known === null || at - endedAt >= REMEMBERED_MS ? [] : [{ ...known, endedAt }];
    })
    .sort((a, b) => (a.serverUuid < b.serverUuid ? -1 : 1));
}

/** A wall clock that was set back must not make a moment lie in the future. */
export function sinceThen(known: number | null, at: number): number {
  return known === null ? at : Math.min(known, at);
}
