/** The steps that bring a cluster back in order without promoting anybody. */
import type { ActionOf } from '../diagnose/diagnosis.ts';
import { hasRestarted, isAt, nameOf, type Replica, replicasOf, wasChosen } from '../diagnose/topology.ts';
import { givingUpChosen, memoryOf, type UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import { rememberStopped, stoppedApplierOf } from './halted.ts';
import {
  asWriter,
  configuredRows,
  effectiveRows,
  isLoaded,
  isOf,
  leavingRows,
  rowsWithout,
  withoutWriters,
} from './hostgroups.ts';
import { describeLossOfCandidates } from './loss.ts';
import { begunAnew } from './recovery.ts';
import { semiSyncAgain, semiSyncBackSteps, semiSyncToRestore } from './semi-sync.ts';
import { type Plan, PROMOTES_NOBODY, stage, stages } from './steps.ts';
import { makeWritableStep, repointStep, type StepTimeouts, startReplicaStep } from './steps-on-mysql.ts';
import { rewriteStep, saveStep, writersIn } from './steps-on-proxysql.ts';

/** The primary is back and nobody took its place: give it its rows again and let the replicas follow it again. */
export function planReturn(
  observation: Observation,
  { primary, recovery, idle }: ActionOf<'takePrimaryBack'>,
  timeouts: StepTimeouts,
): Plan {
  const memory = memoryOf(observation);
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const { endpoints } = recovery?.failedPrimary ?? primary;
  const own = (recovery?.rowsBefore ?? now).filter((row) => isOf(row, endpoints));
  const others = now.filter((row) => !isOf(row, endpoints));
  const rowsAfter = [...asWriter(own, observation.cluster), ...withoutWriters(others, observation.cluster)];
  const bound = timeouts.statementTimeoutMs;
  const replicas = replicasOf(observation, primary);
  const elsewhere = recovery === null ? [] : replicasElsewhere(observation, recovery, primary, replicas);
  const { readOnly, superReadOnly, isReadOnlyByHand } = primary.facts;
  // A person had made it read-only before, or has since.
  const opens = (readOnly || superReadOnly) && !memory.primaryWasReadOnly && !isReadOnlyByHand;
  const inMemory = rewriteStatements(observation.memoryRows, rowsAfter).length === 0;
  const isBack = inMemory && isLoaded(observation, rowsAfter);
  return {
    says: `take ${nameOf(primary)} back as the primary`,
    ...PROMOTES_NOBODY,
    loss: describeLossOfCandidates(observation, primary),
    rowsBefore: now,
    rowsAfter,
    memoryAfter: {
      ...givingUpChosen(memory, null, observation.hostUptime),
      troubledReaders: begunAnew(memory, observation),
      // One that was not restarted waits as a person would have it.
      semiSyncToRestore: hasRestarted(observation, primary)
        ? semiSyncToRestore(memory, primary)
        : memory.semiSyncToRestore,
      recovery: null,
    },
    stages: stages([
      stage('semi-sync', opens && readOnly ? semiSyncAgain(memory, primary, replicas, timeouts) : []),
      {
        ...stage('make writable', opens ? [makeWritableStep(primary, null, timeouts)] : []),
        underLock: true,
      },
      stage(
        'rewrite the hostgroups',
        isBack
          ? []
          : [
              rewriteStep(
                `put ${nameOf(primary)} back into its hostgroups`,
                observation.cluster,
                observation.memoryRows,
                rowsAfter,
              ),
            ],
      ),
      stage('semi-sync', semiSyncBackSteps(observation, primary, memory, timeouts)),
      stage('start receiving', [
        ...idle.map((replica) => startReplicaStep(replica, stoppedApplierOf(memory, replica), timeouts)),
        ...elsewhere.map((replica) => repointStep(replica, primary, true, timeouts)),
      ]),
      stage('save', [saveStep(observation.cluster, writersIn(rowsAfter, observation.cluster), bound)]),
    ]),
  };
}

/** Servers that were to be promoted may have been sent to another replica to fetch from it. */
function replicasElsewhere(
  observation: Observation,
  recovery: UnfinishedRecovery,
  primary: AnsweringServer,
  replicas: readonly Replica[],
): Replica[] {
  const near = replicas.map(({ server }) => server);
  return observation.servers
    .filter((source) => source !== primary)
    .flatMap((source) => replicasOf(observation, source))
    .filter(({ server }) => wasChosen(recovery, server) && !near.includes(server));
}

/** It came back read-only: nobody else is the primary, so it takes writes again. ProxySQL's monitor may have made it a reader meanwhile. */
export function planWritableAgain(observation: Observation, primary: AnsweringServer, timeouts: StepTimeouts): Plan {
  const { cluster, memoryRows, runtimeRows } = observation;
  const rowsAfter = configuredRows(memoryRows, runtimeRows);
  const writers = writersIn(memoryRows, cluster);
  const serves = runtimeRows.some((row) => row.hostgroup === cluster.writerHostgroup && isOf(row, primary.endpoints));
  const isWriter = writers.some((writer) => isAt(primary, writer));
  const memory = memoryOf(observation);
  const replicas = replicasOf(observation, primary);
  return {
    says: `make ${nameOf(primary)} writable again`,
    ...PROMOTES_NOBODY,
    rowsBefore: effectiveRows(memoryRows, runtimeRows),
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      stage('semi-sync', semiSyncAgain(memory, primary, replicas, timeouts)),
      { ...stage('make writable', [makeWritableStep(primary, null, timeouts)]), underLock: true },
      stage(
        'load',
        isWriter && !serves
          ? [rewriteStep(`put ${nameOf(primary)} back into the writer hostgroup`, cluster, memoryRows, rowsAfter)]
          : [],
      ),
    ]),
  };
}

/** Replicas that missed a failover and still follow the server that failed, or that an earlier run stopped and could not start. */
export function planStrays(
  observation: Observation,
  { primary, strays, idle }: ActionOf<'repointStrays'>,
  timeouts: StepTimeouts,
): Plan {
  const memory = memoryOf(observation);
  return {
    says: `let ${[...strays, ...idle].map(({ server }) => nameOf(server)).join(', ')} follow ${nameOf(primary)}`,
    ...leavingRows(observation),
    memoryAfter: null,
    stages: stages([
      ...rememberStopped(memory, strays, observation, timeouts),
      stage('repoint', [
        ...strays.map((replica) => repointStep(replica, primary, stoppedApplierOf(memory, replica), timeouts)),
        ...idle.map((replica) => startReplicaStep(replica, stoppedApplierOf(memory, replica), timeouts)),
      ]),
    ]),
  };
}

/** The rows as they were when the failover began, the failed primary in quarantine; what has become of it the next look tells. */
export function planRestoration(
  { cluster, memoryRows }: Observation,
  { recovery }: ActionOf<'restoreRows'>,
  { statementTimeoutMs }: StepTimeouts,
): Plan {
  const rowsAfter = rowsWithout(recovery.failedPrimary.endpoints, recovery.rowsBefore, cluster);
  const says = `put the servers of ${cluster.name} back into mysql_servers`;
  return {
    says,
    ...PROMOTES_NOBODY,
    rowsBefore: memoryRows,
    rowsAfter,
    memoryAfter: null,
    stages: stages([
      stage('restore', [rewriteStep(says, cluster, memoryRows, rowsAfter)]),
      {
        ...stage('save', [saveStep(cluster, writersIn(rowsAfter, cluster), statementTimeoutMs)]),
        thenLookAgain: 'always',
      },
    ]),
  };
}
