/** What is remembered of a failover: when it begins, and when it is over. */
import type { DiagnosisName } from '../diagnose/diagnosis.ts';
import {
  followsAny,
  isApart,
  isFailedPrimary,
  isKnownAs,
  isQuarantined,
  knownServer,
  type Replica,
  uuidOf,
} from '../diagnose/topology.ts';
import { type Endpoint, sameEndpoint } from '../mysql/session.ts';
import { asFormerPrimary, type ClusterMemory, type FailedPrimary, type UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { effectiveRows, isOf } from './hostgroups.ts';
import { settingsOf } from './receiver-settings.ts';
import { semiSyncToRestore } from './semi-sync.ts';

export function beginRecovery(
  observation: Observation,
  diagnosis: DiagnosisName,
  oldPrimary: ObservedServer,
  endpoints: readonly [Endpoint, ...Endpoint[]],
): UnfinishedRecovery {
  return {
    id: `${observation.cluster.name}-${new Date(observation.at).toISOString()}`,
    startedAt: observation.at,
    diagnosis,
    failedPrimary: { ...failedOf(oldPrimary), endpoints },
    rowsBefore: rowsBefore(observation, endpoints),
    promoting: null,
    takesWrites: false,
    isOrdered: false,
    downAtUptime: null,
    isUntold: false,
    received: '',
    passedOver: [],
    stillApplying: [],
    unstoppable: [],
    semiSyncBefore: [],
    loss: null,
    isPlannedChange: false,
  };
}

export function failedOf(server: ObservedServer): FailedPrimary {
  return { serverUuid: uuidOf(server), endpoints: server.endpoints };
}

function rowsBefore(observation: Observation, oldPrimary: readonly Endpoint[]): ServerRow[] {
  const rows = configuredBefore(observation, oldPrimary);
  if (observation.memory?.readsOnPrimary !== true) return rows;
  // Its reads were for want of another reader: nothing that its successor takes over.
  return rows.filter((row) => row.hostgroup !== observation.cluster.readerHostgroup || !isOf(row, oldPrimary));
}

/** ProxySQL's monitor takes a dead writer for a reader after some misses; what memory says of its roles is older and right. */
function configuredBefore(
  { cluster, memoryRows, runtimeRows }: Observation,
  oldPrimary: readonly Endpoint[],
): ServerRow[] {
  const ofOld = (rows: readonly ServerRow[]) => rows.filter((row) => isOf(row, oldPrimary));
  const isWriter = (row: ServerRow) => row.hostgroup === cluster.writerHostgroup;
  const configured = ofOld(memoryRows);
  const now = effectiveRows(memoryRows, runtimeRows);
  if (!configured.some(isWriter)) return now;
  const own = ofOld(runtimeRows).some(isWriter) ? ofOld(now) : configured;
  return [...own, ...now.filter((row) => !isOf(row, oldPrimary))];
}

/** Halted is then only who did not answer: the others have a source again. */
export function finished(
  observation: Observation,
  memory: ClusterMemory,
  winner: AnsweringServer,
  replicas: readonly Replica[],
): ClusterMemory {
  const running = [winner, ...replicas.map(({ server }) => server)].map(({ facts }) => facts.serverUuid);
  const failed = memory.recovery === null ? [] : [memory.recovery.failedPrimary];
  const former = [...failed, ...leftByOthers(observation, memory, winner, replicas)].map((one) =>
    asFormerPrimary(one, observation.hostUptime),
  );
  const others = memory.setAside.filter(
    (one) => !isFailedPrimary(winner, one) && !former.some((old) => isSame(old, one)),
  );
  const still = (halted: readonly string[]) => halted.filter((serverUuid) => !running.includes(serverUuid));
  return {
    ...memory,
    primary: knownServer(winner),
    lastSeen: null,
    primaryStartedAt: winner.facts.processStartedAt,
    primaryWasReadOnly: false,
    followers: replicas
      .filter(({ server }) => server !== winner)
      .map(({ server }) => server.facts.serverUuid)
      .sort(),
    // Who was below it follows the primary now.
    farther: memory.farther.filter(({ sourceUuid }) => sourceUuid !== winner.facts.serverUuid),
    semiSyncToRestore: semiSyncToRestore(memory, winner),
    halted: still(memory.halted),
    haltedAppliers: still(memory.haltedAppliers),
    setAside: [...others, ...former],
    troubledReaders: begunAnew(memory, observation),
    receiverSettings: settingsOf(
      replicas.filter(({ server }) => server !== winner),
      memory.receiverSettings,
    ),
    recovery: null,
  };
}

/**
 * Whoever lost the old primary has to find the new one first: the trouble of readers begins anew. That there was one is kept, as ProxySQL
 * Cluster may have brought into quarantine meanwhile whom another host set aside for it.
 */
export function begunAnew(
  { troubledReaders }: ClusterMemory,
  { at }: Pick<Observation, 'at'>,
): ClusterMemory['troubledReaders'] {
  return troubledReaders.map((one) => ({ ...one, endedAt: one.endedAt ?? at }));
}

/**
 * Who followed at the last healthy look, and follows nobody now or does not answer: a run on another host may have been about to promote
 * it, and died when it had forgotten its source.
 */
function leftByOthers(
  observation: Observation,
  { servers, recovery, troubledReaders }: ClusterMemory,
  winner: AnsweringServer,
  replicas: readonly Replica[],
): FailedPrimary[] {
  return observation.servers.flatMap((server): FailedPrimary[] => {
    const known = servers.find((one) => isKnownAs(server, one));
    if (known === undefined || server === winner || replicas.some((replica) => replica.server === server)) return [];
    if (troubledReaders.some((one) => one.serverUuid === known.serverUuid && one.endedAt == null)) return [];
    if (recovery !== null && isFailedPrimary(server, recovery.failedPrimary)) return [];
    if (isQuarantined(observation, server) || followsAny(observation, server) || isApart(observation, server))
      return [];
    return [{ serverUuid: known.serverUuid, endpoints: server.endpoints }];
  });
}

function isSame(a: FailedPrimary, b: FailedPrimary): boolean {
  if (a.serverUuid !== null && b.serverUuid !== null) return a.serverUuid === b.serverUuid;
  return a.endpoints.some((endpoint) => b.endpoints.some((other) => sameEndpoint(endpoint, other)));
}
