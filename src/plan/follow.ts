/** Another host has failed over: only this ProxySQL's rows are put right. */
import type { DiagnosisName } from '../diagnose/diagnosis.ts';
import { isFollowing, type MovedPrimary } from '../diagnose/moved-primary.ts';
import { isFailedPrimary, knownServer, nameOf, rowsOfServer } from '../diagnose/topology.ts';
import { type ClusterMemory, givingUpChosen, memoryOf } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { effectiveRows, handOver, isOf, nameIn, rowsWithout } from './hostgroups.ts';
import { beginRecovery, finished } from './recovery.ts';
import { type Plan, PROMOTES_NOBODY, type Refusal, stage, stages } from './steps.ts';
import type { StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep, rewriteStep, saveStep } from './steps-on-proxysql.ts';

/** A run that is killed on the way leaves a recovery that the next one finishes. A former primary that takes writes is fenced by the next. */
export function planFollow(
  observation: Observation,
  diagnosis: DiagnosisName,
  { primary, former }: MovedPrimary,
  timeouts: StepTimeouts,
): Plan | Refusal {
  const { cluster, at, memoryRows, runtimeRows } = observation;
  if (rowsOfServer([...memoryRows, ...runtimeRows], primary).length === 0) {
    return {
      refused: `this ProxySQL has no row for ${nameOf(primary)}`,
      advice:
        'insert its row into mysql_servers, as a reader, and LOAD MYSQL SERVERS TO RUNTIME; then the next run follows',
      verdicts: [],
    };
  }
  const memory = memoryOf(observation);
  // It goes on serving then.
  const isReplica = isFollowing(former, primary);
  const recovery = {
    ...(memory.recovery ?? beginRecovery(observation, diagnosis, former, former.endpoints)),
    promoting: knownServer(primary),
    takesWrites: true,
    isOrdered: false,
    isUntold: false,
    // What it loses only the one knows who has promoted.
    loss: null,
    isPlannedChange: memory.recovery === null ? isReplica : memory.recovery.isPlannedChange,
  };
  // Whom an earlier run here had chosen may have forgotten its source.
  const following: ClusterMemory = {
    ...givingUpChosen(memory, primary.facts.serverUuid, observation.hostUptime),
    recovery,
  };
  const now = effectiveRows(memoryRows, runtimeRows);
  // Where an earlier run here began to replace another one, that one is out of the way as well.
  const rows = isFailedPrimary(former, recovery.failedPrimary)
    ? now
    : rowsWithout(recovery.failedPrimary.endpoints, now, cluster);
  const succession = { oldPrimary: former.endpoints, newPrimary: primary.endpoints, before: recovery.rowsBefore };
  const handedOver = handOver(observation, succession, rows);
  const rowsAfter = isReplica
    ? handedOver.rowsAfter.map((row) =>
        row.hostgroup === cluster.quarantineHostgroup && isOf(row, former.endpoints)
          ? { ...row, hostgroup: cluster.readerHostgroup }
          : row,
      )
    : handedOver.rowsAfter;
  const bound = timeouts.statementTimeoutMs;
  const after = finished(observation, following, primary, []);
  return {
    says: `follow: ${nameOf(primary)} becomes the writer of this ProxySQL in place of ${nameOf(former)}`,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: {
      ...after,
      readsOnPrimary: !isReplica && handedOver.readsOnPrimary,
      semiSyncToRestore: recovery.isPlannedChange ? null : after.semiSyncToRestore,
      setAside: after.setAside.filter((one) => !(isReplica && isFailedPrimary(former, one))),
    },
    stages: stages([
      stage('remember', [rememberStep('remember whom to follow', following, at, bound)]),
      stage('rewrite the hostgroups', [
        rewriteStep(`make ${nameOf(primary)} the writer`, cluster, memoryRows, rowsAfter),
      ]),
      stage('save', [saveStep(cluster, [nameIn(rowsAfter, primary)], bound)]),
    ]),
  };
}
